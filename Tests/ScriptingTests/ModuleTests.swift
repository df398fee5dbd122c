import Foundation
import Testing
import TestSupport

@testable import Scripting

/// Code that scripts share: `require` takes files of `lib`, for each script a copy of its own.
@Suite struct ModuleTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder("scripts")
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/lib", withIntermediateDirectories: true)
    }

    private func set(_ worker: ScriptWorker = Stage.worker(Stage.strict)) -> ScriptSet {
        ScriptSet(
            folder: folder.path, worker: worker, memory: { _ in [:] }, world: Stage.world,
            pauseAfter: 3)
    }

    private func run(_ set: ScriptSet) async -> [RunReport] {
        await set.run(Stage.message("hello"), answering: Stage.nobody)
    }

    /// The reason why a script that begins with this line does not load.
    private func reason(_ line: String) async throws -> String? {
        try folder.write("10-a.lua", "\(line)\nfunction on_message() end")
        return await set().refresh().first?.reason
    }

    @Test func `a module is run once per load, and each script has its own`() async throws {
        try folder.write(
            "lib/count.lua",
            """
            local dates = require("dates")
            print("running " .. ...)
            local module = { n = 0, dates = dates }
            function module.next() module.n = module.n + 1 return module.n end
            return module
            """)
        try folder.write("lib/dates.lua", "return { kind = 'dates' }")
        try folder.write("lib/alone.lua", "function twice(n) return 2 * n end")
        for name in ["10-a.lua", "20-b.lua"] {
            try folder.write(
                name,
                """
                local count = require("count")
                assert(count == require("count") and count.dates == require("dates"))
                assert(require("alone") == true)
                function on_message(message)
                  keeper.tag(tostring(count.next()), tostring(twice(4)), require("dates").kind)
                end
                """)
        }
        let set = set()
        let notices = await set.refresh()
        #expect(notices.map(\.description) == ["10-a.lua is loaded", "20-b.lua is loaded"])
        #expect(notices.map(\.log) == [["running count"], ["running count"]])
        for n in ["1", "2"] {
            let tags = Decision.tag([n, "8", "dates"])
            #expect(await run(set).map(\.decisions) == [[tags], [tags]])
        }
    }

    @Test func `saving a module loads the scripts that use it again, and no others`() async throws {
        try folder.write("lib/words.lua", "return require('word')")
        try folder.write("lib/word.lua", "return 'one'")
        try folder.write(
            "10-a.lua",
            "local word = require('words') function on_message() keeper.tag(word) end")
        try folder.write("20-b.lua", "function on_message() end")
        let worker = Stage.worker(Stage.strict)
        let set = set(worker)
        _ = await set.refresh()
        try folder.write("lib/word.lua", "return 'two'")
        #expect(await set.refresh().map(\.description) == ["10-a.lua is loaded again"])
        #expect(await set.refresh().isEmpty)
        #expect(await run(set).first?.decisions == [.tag(["two"])])
        // A module that does not load leaves the script as it was, also in another process.
        try folder.write("lib/word.lua", "return 'three'\nend")
        let broken = await set.refresh()
        #expect(
            broken.map(\.description) == [
                "10-a.lua: lib/word.lua:2: <eof> expected near 'end'; the previous version still runs"
            ])
        #expect(await run(set).first?.decisions == [.tag(["two"])])
        kill(try #require(await worker.processID), SIGKILL)
        #expect(await run(set).first?.decisions == [.tag(["two"])])
        folder.remove("lib/word.lua")
        #expect(await set.refresh().first?.kind == .broken)
        try folder.write("lib/word.lua", "return 'four'")
        #expect(await set.refresh().map(\.kind) == [.reloaded])
        #expect(await run(set).first?.decisions == [.tag(["four"])])
    }

    @Test func `a script that wants a module is loaded when it comes`() async throws {
        try folder.write("lib/banks.lua", "return {}")
        try folder.write(
            "10-a.lua", "local b = require('bnaks') function on_message() keeper.tag(b.tag) end")
        let set = set()
        #expect(
            await set.refresh().map(\.description) == [
                "10-a.lua:1: require: there is no lib/bnaks.lua beside the scripts; create it; did "
                    + "you mean \"banks\"?"
            ])
        #expect(await set.refresh().isEmpty)
        try folder.write("lib/bnaks.lua", "return { tag = 'there' }")
        #expect(await set.refresh().map(\.kind) == [.loaded])
        #expect(await run(set).map(\.decisions) == [[.tag(["there"])]])
        // One that copes without it too.
        try folder.write(
            "10-a.lua",
            """
            local found, more = pcall(require, "more")
            function on_message() keeper.tag(found and more or "none") end
            """)
        _ = await set.refresh()
        #expect(await run(set).map(\.decisions) == [[.tag(["none"])]])
        try folder.write("lib/more.lua", "return 'more'")
        #expect(await set.refresh().map(\.kind) == [.reloaded])
        #expect(await run(set).map(\.decisions) == [[.tag(["more"])]])
    }

    @Test func `modules that need each other are named`() async throws {
        try folder.write("lib/a.lua", "require('b')")
        try folder.write("lib/b.lua", "\nrequire('c')")
        try folder.write("lib/c.lua", "require('b')")
        #expect(
            try await reason("require('a')")
                == "10-a.lua: lib/c.lua:1: require: modules need each other in a circle: b → c → b")
        try folder.write("lib/a.lua", "require('a')")
        #expect(
            try await reason("require('a')")
                == "10-a.lua: lib/a.lua:1: require: modules need each other in a circle: a → a")
    }

    @Test(arguments: [
        (
            #"require("../secret")"#,
            #""../secret" is no name of a module; for lib/banks.lua write "banks""#
        ),
        (#"require("a/b")"#, #""a/b" is no name of a module; for lib/banks.lua write "banks""#),
        (
            #"require("banks.lua")"#,
            #""banks.lua" is no name of a module; for lib/banks.lua write "banks""#
        ),
        ("require()", "give the name of a file in lib, in quotes"),
    ])
    func `only names in lib are taken`(_ line: String, _ why: String) async throws {
        #expect(try await reason(line) == "10-a.lua:1: require: \(why)")
    }

    @Test func `a module has the limits of its script, and errors name its own line`()
        async throws
    {
        try folder.write("lib/loop.lua", "\nwhile true do end")
        let late = try await reason("require('loop')")
        #expect(late == "10-a.lua: lib/loop.lua:2: stopped after 200 ms")
        try folder.write(
            "lib/hungry.lua", "local t = {}\nwhile true do t[#t + 1] = ('x'):rep(1e6) .. #t end")
        #expect(try await reason("require('hungry')")?.contains("lib/hungry.lua:2: ") == true)
        try folder.write("lib/large.lua", String(repeating: "-", count: 70_000))
        #expect(
            try await reason("require('large')")
                == "10-a.lua:1: require: lib/large.lua is longer than 64 KB")
        try folder.write("lib/closed.lua", "return os.time()")
        #expect(
            try await reason("require('closed')")?.hasPrefix(
                "10-a.lua: lib/closed.lua:1: unknown global \"os\"") == true)
        for number in 1...65 { try folder.write("lib/m\(number).lua", "return \(number)") }
        #expect(
            try await reason("for i = 1, 65 do require('m' .. i) end")
                == "10-a.lua:1: require: more than 64 modules in one script")
        try folder.write(
            "lib/faulty.lua", "local M = {}\nfunction M.go() return nil .. 'x' end\nreturn M")
        try folder.write(
            "10-a.lua", "local f = require('faulty') function on_message() f.go() end")
        let set = set()
        _ = await set.refresh()
        #expect(
            await run(set).first?.failure?.message
                == "10-a.lua: lib/faulty.lua:2: attempt to concatenate a nil value")
        // Nothing new is run when a message comes.
        try folder.write("10-a.lua", "function on_message() require('m1') end")
        _ = await set.refresh()
        #expect(
            await run(set).first?.failure?.message
                == "10-a.lua:1: require: lib/m1.lua is not loaded; require it at the top of the file"
        )
    }

    @Test func `a draft finds what is beside it before what is beside the scripts`() async throws {
        let draft = try TestFolder("draft")
        try FileManager.default.createDirectory(
            atPath: "\(draft.path)/lib", withIntermediateDirectories: true)
        try draft.write("lib/one.lua", "return 'of the draft'")
        try folder.write("lib/one.lua", "return 'of the home'")
        try folder.write("lib/two.lua", "return 'of the home'")
        let rehearsal = Rehearsal(
            executable: Stage.program, limits: Stage.strict, world: Stage.world)
        let script = Rehearsal.Script(
            name: "draft.lua",
            source: """
                local one, two = require("one"), require("two")
                function on_message() keeper.tag(one, two) end
                """, modules: ModuleShelf(besideScriptsIn: [draft.path, folder.path]))
        let outcome = try await rehearsal.run(
            [script], calls: [Stage.message("x")], answering: Stage.nobody)
        #expect(
            outcome.reports.map { $0.map(\.decisions) }
                == [[[.tag(["of the draft", "of the home"])]]])
    }
}
