import Control
import Foundation
import Testing
import TestSupport

@testable import Console

/// What the words of `script` and `retry` ask of the manager.
@Suite("Scripts and failed forwards at the prompt") struct ScriptCommandTests {
    private let manager = FakeManager(folder: Transcript.answers)

    /// The requests of a line, apart from the list of scripts, and what was written.
    private func run(
        _ line: String, answers: [String]? = nil, in folder: String = "/here"
    ) async -> (asked: [String], written: [String], verdict: CommandRunner.Verdict) {
        let terminal = ScriptedTerminal(width: 100)
        terminal.prepare(answers: answers)
        let console = Console(
            link: manager, terminal: terminal, clock: Transcript.clock,
            folder: WorkingFolder(path: folder))
        _ = manager.takeAsked()
        let verdict = await console.run(line: line, in: console.session())
        return (
            manager.takeAsked().filter { $0 != "scripts" }, terminal.takeWritten(), verdict
        )
    }

    @Test(
        arguments: [
            ("script 10-bank --resume", #"scripts/resume {"script":"10-bank"}"#),
            ("script 10-bank.lua --resume", #"scripts/resume {"script":"10-bank.lua"}"#),
            ("script --resume -draft", #"scripts/resume {"script":"-draft"}"#),
            ("script -draft --resume", #"scripts/resume {"script":"-draft"}"#),
            ("script -draft.lua --resume", #"scripts/resume {"script":"-draft.lua"}"#),
            ("script --resume -- -draft", #"scripts/resume {"script":"-draft"}"#),
            ("script -help.lua --memory", #"scripts/memory {"script":"-help.lua"}"#),
            ("script -x --memory", #"scripts/memory {"script":"-x"}"#),
            ("script -h.lua --memory", #"scripts/memory {"script":"-h.lua"}"#),
            ("script --memory -", #"scripts/memory {"script":"-"}"#),
            ("script --draft.lua --memory", #"scripts/memory {"script":"--draft.lua"}"#),
            ("script --memory -- --draft", #"scripts/memory {"script":"--draft"}"#),
            ("script -- --memory --memory", #"scripts/memory {"script":"--memory"}"#),
            ("script -- -draft --forget -n", #"scripts/forget {"key":"-n","script":"-draft"}"#),
            ("script -- -draft --again 17", #"messages/again {"message":17,"script":"-draft"}"#),
            (
                "script --json -- -draft --timers --drop",
                #"scripts/drop {"only_timers":true,"script":"-draft"}"#
            ),
            ("script ./-draft.lua --resume", #"scripts/resume {"script":"/here/-draft.lua"}"#),
            ("script ../-draft.lua --versions", #"scripts/versions {"script":"/-draft.lua"}"#),
            ("script -draft --timers", #"scripts/timers {"script":"-draft"}"#),
            ("script -draft --versions", #"scripts/versions {"script":"-draft"}"#),
            ("script -draft --show 3f9a", #"scripts/version {"hash":"3f9a","script":"-draft"}"#),
            (
                "script 10-bank --rollback 3f9a",
                #"scripts/rollback {"hash":"3f9a","script":"10-bank"}"#
            ),
            ("script -draft --again 17", #"messages/again {"message":17,"script":"-draft"}"#),
            ("script -draft --forget n", #"scripts/forget {"key":"n","script":"-draft"}"#),
            ("script -draft --forget -n", #"scripts/forget {"key":"-n","script":"-draft"}"#),
            ("script 10-bank --forget-all", #"scripts/forget {"script":"10-bank"}"#),
            ("script -draft --drop", #"scripts/drop {"only_timers":false,"script":"-draft"}"#),
            (
                "script 10-bank --timers --drop",
                #"scripts/drop {"only_timers":true,"script":"10-bank"}"#
            ),
            (
                "script -draft --rename -other.lua",
                #"scripts/rename {"script":"-draft","to":"-other.lua"}"#
            ),
            (
                "script 10-bank --rename 20-bank",
                #"scripts/rename {"script":"10-bank","to":"20-bank"}"#
            ),
            ("retry 31", #"retry {"id":31}"#),
            ("retry --message 12", #"messages/again {"message":12}"#),
            ("retry", #"actions {"kind":"forward","limit":50,"state":"failed"}"#),
        ])
    func `a script is named with or without a hyphen before it and an ending behind it`(
        line: String, request: String
    ) async {
        #expect(await run(line).asked == [request])
    }

    @Test func `what is tried is a file here unless a script has its name`() async throws {
        let folder = try TestFolder("drafts")
        try folder.write("-draft.lua", "")
        try folder.write("plain.lua", "")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/plain", withIntermediateDirectories: false)
        let here = folder.path
        for (typed, script) in [
            ("10-bank", "10-bank"), ("10-bank.lua", "10-bank.lua"),
            ("-draft", here + "/-draft.lua"), ("-draft.lua", here + "/-draft.lua"),
            ("./-draft", here + "/-draft"), ("plain", here + "/plain.lua"), ("gone", "gone"),
        ] {
            for option in ["--try", "--diff"] {
                let asked = await run("script \(typed) \(option)", in: here).asked
                #expect(
                    asked.count == 1 && asked[0].contains("\"script\":\"\(script)\""), "\(asked)")
            }
        }
        for line in [
            "script -draft 17 --try", "script --try -draft.lua 17", "script --try -- -draft 17",
            "script -- -draft 17 --try", "script -- -draft --try 17",
        ] {
            let asked = await run(line, in: here).asked
            #expect(asked.count == 1 && asked[0].contains("\"message\":17"), "\(line)")
            #expect(asked.count == 1 && asked[0].contains("/-draft.lua"), "\(line)")
        }
    }

    @Test(arguments: [
        ("script -- -draft --bogus", "Unknown option '--bogus'"),
        ("script --bogus -draft", "Unknown option '--bogus'"),
        ("script --text -- -draft", "Missing value for '--text <text>'"),
        ("script -draft 17", "A message requires --try."),
    ])
    func `what is wrong beside such a name is said`(line: String, words: String) async {
        let (asked, written, verdict) = await run(line)
        #expect(asked.isEmpty && verdict == .ended(2))
        #expect(written.contains { $0.contains(words) }, "\(written)")
    }

    @Test func `a timer without data shows none`() async {
        manager.answer(
            "scripts/timers",
            with: #"[{"name":"digest","due_at":"2026-02-02T06:00:00Z","chain":[]}]"#)
        let table = await run("script 10-bank --timers").written.joined(separator: "\n")
        #expect(table.contains("digest") && !table.contains("null"))
        let json = await run("script 10-bank --timers --json").written.joined()
        #expect(json.contains(#""data":null"#) || json.contains(#""data": null"#))
    }

    // MARK: Failed forwards

    private func count(_ filter: String) -> String { "retry/count {\"forwards\":{\(filter)}}" }

    @Test(
        arguments: [
            ("--all", ""), ("--channel phone", #""channel":"phone""#),
            ("--line 7 --since 1d", #""line":"7","since_seconds":86400"#),
            ("--script -draft", #""script":"-draft""#),
        ])
    func `many are asked about with their number`(options: String, filter: String) async {
        let comma = filter.isEmpty ? "" : ","
        // `up_to` is the last key.
        let meant = "{\"forwards\":{\(filter)\(comma)\"up_to\":55}}"
        let sent = await run("retry \(options)", answers: ["y"])
        #expect(sent.asked == [count(filter), "retry/forwards \(meant)"])
        #expect(sent.written.contains { $0.contains("Send 23 failed forwards again? [y/N]") })
        let dropped = await run("retry \(options) --drop", answers: ["y"])
        #expect(dropped.asked == [count(filter), "retry/drop \(meant)"])
        #expect(dropped.written.contains { $0.contains("Drop 23 failed forwards? [y/N]") })
        let declined = await run("retry \(options)", answers: ["n"])
        #expect(declined.asked == [count(filter)] && declined.verdict == .ended(1))
        #expect(await run("retry \(options) --yes").asked.count == 2)
    }

    @Test func `a handful is not asked about, and nobody to ask is said`() async {
        manager.answer("retry/count", with: #"{"count":5,"last":55}"#)
        let few = await run("retry --all", answers: nil)
        #expect(few.asked.count == 2 && few.verdict == .ended(0))
        manager.answer("retry/count", with: #"{"count":6,"last":55}"#)
        let many = await run("retry --all", answers: nil)
        #expect(many.asked.count == 1 && many.verdict == .ended(2))
        #expect(many.written.contains { $0.contains("Add --yes.") })
    }

    @Test(
        arguments: [
            "retry 31 --all", "retry 31 --drop", "retry --drop", "retry --all --channel phone",
            "retry --message 12 --line 7",
        ])
    func `what cannot be meant is asked of nobody`(line: String) async {
        let outcome = await run(line)
        #expect(outcome.asked.isEmpty && outcome.verdict == .ended(2))
    }

    // MARK: Purchases

    @Test func `that nothing can be bought is said before a yes is asked for`() async {
        manager.fail("purchase/check", with: ControlFailure(.failed, "No account sells that."))
        for line in ["order whatsapp GB", "rent 7 7", "order a,b GB --together", "order a --on 7"] {
            let outcome = await run(line, answers: nil)
            #expect(outcome.written == ["! No account sells that."], "\(line)")
            #expect(outcome.asked.count == 1 && outcome.verdict == .ended(1))
        }
        manager.answer("purchase/check", with: #"{"message":"pool may sell it."}"#)
        let outcome = await run("order whatsapp GB", answers: nil)
        #expect(outcome.asked == [#"purchase/check {"what":"order"}"#])
        #expect(outcome.written.contains { $0.contains("Add --yes.") })
        #expect(outcome.verdict == .ended(2))
    }
}
