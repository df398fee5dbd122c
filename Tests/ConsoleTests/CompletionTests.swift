import Control
import Foundation
import Testing
import TestSupport

@testable import Console

@Suite struct CompletionTests {
    private let manager = FakeManager(folder: Transcript.answers)

    private func complete(
        _ line: String, in folder: WorkingFolder = WorkingFolder(path: "/nowhere")
    ) async -> Completion {
        await Completer(link: manager, folder: folder).complete(line)
    }

    @Test func `values that are fixed complete without the manager`() async {
        #expect(
            await complete("actions --state ").words
                == ["pending", "running", "done", "failed", "dropped", "doubt"])
        #expect(await complete("actions --state d").words == ["done", "dropped", "doubt"])
        #expect(manager.takeAsked().isEmpty)
    }

    @Test func `paths complete where a file is meant`() async throws {
        let place = try TestFolder("console")
        defer { withExtendedLifetime(place) {} }
        let root = URL(fileURLWithPath: place.path)
        for name in ["copies/old", "my copies"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: name), withIntermediateDirectories: true)
        }
        for name in ["copy.db", ".hidden", "copies/draft.lua"] {
            try Data().write(to: root.appending(path: name))
        }
        let folder = WorkingFolder(path: root.path)
        #expect(
            await complete("backup ", in: folder).words == ["copies/", "copy.db", "\"my copies/\""])
        #expect(await complete("backup .", in: folder).words == [".hidden"])
        #expect(
            await complete("backup copies/", in: folder).words == [
                "copies/draft.lua", "copies/old/",
            ])
        #expect(
            await complete("backup \(root.path)/copy", in: folder).words == ["\(root.path)/copy.db"]
        )
        #expect(
            await complete("script ./copies/d", in: folder).words == ["./copies/draft.lua"])
        #expect(await complete("backup nowhere/", in: folder).words.isEmpty)
        #expect(await complete("message ", in: folder).words != ["copies/"])
        #expect(await complete("backup my", in: folder).insertion == "\"my copies/\"")
        #expect(await complete("backup copy", in: folder).insertion == "copy.db ")
        #expect(await complete("backup cop", in: folder).insertion == nil)
    }

    @Test func `commands, options and live words complete`() async {
        #expect(await complete("li") == Completion(replacing: 2, words: ["lines", "line"]))
        #expect(await complete("help acc").words == ["accounts"])
        #expect(await complete("lines --").words == ["--all", "--csv", "--help", "--json"])
        #expect(await complete("lines --json --c").words == ["--csv"])
        #expect(manager.takeAsked().isEmpty)

        #expect(await complete("line b").words == ["bank", "\"birthday present\""])
        #expect(await complete("order wa G").replacing == 1)
        #expect(await complete("order --pool 3 wa ").replacing == 0)
        _ = await complete("rent x 7 --account p")
        _ = await complete("script ")
        _ = await complete("channels --test ")
        _ = await complete("inbox --route ")
        _ = await complete("order wa GB --pool F")
        _ = await complete("webhooks --edit ")
        _ = await complete("ask pool hi")
        _ = await complete("ask pool history page=2 st")
        #expect(
            manager.takeAsked() == [
                #"complete {"command":"line","kind":"line","prefix":"b"}"#,
                #"complete {"command":"order","kind":"country","prefix":"G"}"#,
                #"complete {"command":"order","kind":"country","prefix":""}"#,
                #"complete {"command":"rent","kind":"account","prefix":"p"}"#,
                #"complete {"command":"script","kind":"script","prefix":""}"#,
                #"complete {"command":"channels","kind":"channel","prefix":""}"#,
                #"complete {"command":"inbox","kind":"route","prefix":""}"#,
                #"complete {"about":["wa","GB"],"command":"order","kind":"pool","prefix":"F"}"#,
                #"complete {"command":"webhooks","kind":"webhook","prefix":""}"#,
                #"complete {"about":["pool"],"command":"ask","kind":"call","prefix":"hi"}"#,
                #"complete {"about":["pool","history","page=2"],"command":"ask","kind":"call","prefix":"st"}"#,
            ])
        #expect(await complete("tail of").words.last == "off")
        #expect(await complete("tail ba").words.last != "off")
    }

    @Test func `nothing completes where nothing is known`() async {
        for line in ["code 7 --wait ", "frob ", "lines x ", "extend 7 ", "line 'ba"] {
            let words = await complete(line).words
            #expect(line == "line 'ba" ? words.count == 2 : words.isEmpty, "\(line)")
        }
    }

    @Test func `a name that would steer the terminal is not offered`() async {
        manager.answer("complete", with: #"["ok", "bad\u001b[2J", "two\nlines"]"#)
        #expect(await complete("line ").words == ["ok"])
    }

    @Test func `a manager that is gone completes nothing`() async {
        manager.fail("complete", with: ControlFailure(.unreachable, "gone"))
        #expect(await complete("line ") == .none)
    }

    @Test func `a question nobody answers ends by itself, and the first answer counts`() {
        #expect(CompletionQuestion(line: "x").wait() == .none)
        let question = CompletionQuestion(line: "x")
        question.answer(Completion(replacing: 1, words: ["xy"]))
        question.answer(.none)
        #expect(question.wait().words == ["xy"])
    }

    @Test func `words share the longest beginning`() {
        #expect(Completion(replacing: 0, words: ["lines", "line"]).commonPrefix == "line")
        #expect(Completion(replacing: 0, words: ["a", "b"]).commonPrefix == "")
    }

    @Test func `every live value has a kind the manager completes`() {
        let known = [
            "line", "service", "country", "account", "script", "channel", "route", "offer", "pool",
            "webhook", "call",
        ]
        let used = CommandDescription.all.values.flatMap { $0.positionals + $0.options }
            .compactMap(\.valueName)
        for kind in known { #expect(used.contains(kind), "\(kind)") }
        #expect(CommandDescription.all.count == CommandList.all.count)
    }
}
