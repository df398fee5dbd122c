import Glibc
import Testing
import TestSupport

@testable import Scripting

@Suite struct ScriptSetTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder("scripts") }

    private func set(
        pauseAfter: Int = 3, memory: [String: ScriptValue] = [:],
        limits: ScriptLimits = Stage.strict
    ) -> ScriptSet {
        ScriptSet(
            folder: folder.path, worker: Stage.worker(limits), memory: { _ in memory },
            world: Stage.world, pauseAfter: pauseAfter)
    }

    private func tag(_ word: String) -> String {
        "function on_message(message) keeper.tag('\(word)') end"
    }

    private func run(
        _ set: ScriptSet, _ text: String = "hello", id: Int64 = 1
    ) async -> [RunReport] {
        await set.run(Stage.message(text, id: id), answering: Stage.nobody)
    }

    @Test func `files take part in name order, and a stop keeps later ones out`() async throws {
        try folder.write("20-second.lua", tag("second"))
        try folder.write(
            "10-first.lua",
            "function on_message(message) if message.text == 'stop' then keeper.stop() end end")
        try folder.write(
            "15-timer.lua", "function on_timer(name, data) keeper.log(name, data.n) end")
        try folder.write(".hidden.lua", "this is not looked at")
        try folder.write("notes.txt", "nor this")
        try folder.write("keeper.d.lua", "nor what only editors read")
        let set = set()
        let notices = await set.refresh().map(\.description)
        #expect(
            notices == [
                "10-first.lua is loaded", "15-timer.lua is loaded", "20-second.lua is loaded",
            ])
        #expect(await set.refresh().isEmpty)
        #expect(await run(set).map(\.script) == ["10-first.lua", "20-second.lua"])
        #expect(await run(set, "stop").map(\.script) == ["10-first.lua"])
        let timer = HandlerCall(.onTimer, ["digest", ["n": 2]], only: "15-timer.lua")
        let reports = await set.run(timer, answering: Stage.nobody)
        #expect(reports.map(\.log) == [["digest\t2"]])
        let other = HandlerCall(.onTimer, ["digest"], only: "20-second.lua")
        #expect(await set.run(other, answering: Stage.nobody).map(\.outcome) == [.noHandler])
    }

    @Test func `saving reloads, a version that does not compile leaves the old one running`()
        async throws
    {
        try folder.write("a.lua", tag("one"))
        let set = set()
        _ = await set.refresh()
        try folder.write("a.lua", "function on_message(message)\n  keeper.tag('two'\nend")
        let broken = await set.refresh()
        #expect(broken.map(\.kind) == [.broken])
        #expect(broken.first?.description.hasPrefix("a.lua:3: ") == true)
        #expect(broken.first?.description.hasSuffix("; the previous version still runs") == true)
        #expect(await set.refresh().isEmpty)
        #expect(await run(set).map(\.decisions) == [[.tag(["one"])]])
        #expect(await set.status().first?.newerVersionError?.hasPrefix("a.lua:3: ") == true)
        // One that hangs or raises while it is loaded is no better.
        try folder.write("a.lua", "while true do end")
        #expect(await set.refresh().first?.reason == "a.lua:1: stopped after 200 ms")
        try folder.write("a.lua", Hostile.unstoppable)
        #expect(
            await set.refresh().first?.reason == "a.lua:2: could not be stopped after 200 ms")
        #expect(await run(set).map(\.decisions) == [[.tag(["one"])]])

        try folder.write("a.lua", tag("two"))
        #expect(await set.refresh().map(\.kind) == [.reloaded])
        #expect(await run(set).map(\.decisions) == [[.tag(["two"])]])
        #expect(await set.status().first?.newerVersionError == nil)
        folder.remove("a.lua")
        #expect(await set.refresh().map(\.kind) == [.removed])
        #expect(await run(set).isEmpty)
    }

    @Test func `a handler whose name is misspelt is shown until it is mended`() async throws {
        try folder.write("a.lua", "function on_mesage(message) end")
        try folder.write("b.lua", "local x = 1")
        let set = set()
        _ = await set.refresh()
        #expect(
            await set.status().map(\.newerVersionError) == [
                #"a.lua: on_mesage is not a handler; did you mean "on_message"?"#, nil,
            ])
        #expect(
            await set.status().last?.remark == "b.lua: defines no handler, so it is never called")
        try folder.write("a.lua", tag("one"))
        _ = await set.refresh()
        #expect(await set.status().first?.newerVersionError == nil)
    }

    @Test func `what cannot be read is told once and harms nobody`() async throws {
        try folder.write("a.lua", tag("a"))
        try folder.write("large.lua", String(repeating: "-", count: 70_000))
        try folder.write("latin.lua", "x")
        let file = open("\(folder.path)/latin.lua", O_WRONLY)
        _ = write(file, [0x2d, 0x2d, 0xe9] as [UInt8], 3)
        close(file)
        symlink("loop.lua", "\(folder.path)/loop.lua")
        mkfifo("\(folder.path)/pipe.lua", 0o600)
        let set = set()
        let notices = await set.refresh().map(\.description)
        #expect(
            notices == [
                "a.lua is loaded", "large.lua is longer than 64 KB", "latin.lua is not UTF-8 text",
                "loop.lua cannot be read: Too many levels of symbolic links",
                "pipe.lua is not a regular file",
            ])
        #expect(await set.refresh().isEmpty)
        #expect(await run(set).map(\.script) == ["a.lua"])
        #expect(await set.status().map(\.state) == [.loaded, .broken, .broken, .broken, .broken])
    }

    @Test func `a script that keeps failing is paused, until it is saved or resumed`() async throws
    {
        let bad = "function on_message(message) error('no') end"
        try folder.write("10-bad.lua", bad)
        try folder.write("20-good.lua", tag("good"))
        let set = set()
        _ = await set.refresh()
        for attempt in 1...3 {
            let reports = await run(set, id: Int64(attempt))
            #expect(reports.map(\.paused) == [attempt == 3, false])
        }
        #expect(await run(set).map(\.script) == ["20-good.lua"])
        let status = await set.status()
        #expect(status.first?.state == .paused)
        #expect(status.first?.runs == 3 && status.first?.failures == 3)
        #expect(status.first?.lastFailure?.message == "10-bad.lua:1: no")
        #expect(await set.resume("10-bad.lua"))
        #expect(await run(set).count == 2)
        #expect(!(await set.resume("none.lua")))
        for id in 5...6 { _ = await run(set, id: Int64(id)) }
        #expect(await run(set).count == 1)
        try folder.write("10-bad.lua", tag("better"))
        _ = await set.refresh()
        #expect(await run(set).count == 2)
        #expect(await set.status().map(\.state) == [.loaded, .loaded])
    }

    @Test func `a script is not paused for what was done to its worker`() async throws {
        try folder.write("a.lua", "function on_message() keeper.lines() end")
        let worker = Stage.worker(Stage.strict)
        let set = ScriptSet(
            folder: folder.path, worker: worker, memory: { _ in [:] }, world: Stage.world,
            pauseAfter: 2)
        _ = await set.refresh()
        for _ in 1...3 {
            let reports = await set.run(Stage.message("x")) { _ in
                if let process = await worker.processID { kill(process, SIGKILL) }
                return .success([])
            }
            #expect(reports.first?.failure?.kind == .killed)
        }
        #expect(await set.status().first?.state == .loaded)
        #expect(await set.status().first?.failures == 3)
    }

    @Test func `that there is no worker is told of no script`() async throws {
        try folder.write("a.lua", tag("a"))
        let set = ScriptSet(
            folder: folder.path, worker: ScriptWorker(executable: "/nowhere/linekeeper"),
            memory: { _ in [:] }, world: Stage.world, pauseAfter: 3)
        for _ in 1...3 { #expect(await set.refresh().isEmpty) }
        #expect(await set.untried?.description.contains("No such file") == true)
    }

    @Test func `a reload keeps what was remembered, a reset reads the store again`() async throws {
        let source = """
            function on_message()
              keeper.remember("n", (keeper.recall("n") or 0) + 1)
            end
            """
        try folder.write("a.lua", source)
        let set = set(memory: ["n": 10])
        _ = await set.refresh()
        #expect(await run(set).first?.memoryChanges == ["n": 11])
        try folder.write("a.lua", source + "\n")
        _ = await set.refresh()
        #expect(await run(set).first?.memoryChanges == ["n": 12])
        await set.reset(["a.lua"])
        #expect(await run(set).first?.memoryChanges == ["n": 11])
    }

    @Test func `a folder that cannot be read keeps the old scripts running`() async throws {
        try folder.write("a.lua", tag("a"))
        let inner = try TestFolder("scripts")
        let set = ScriptSet(
            folder: folder.path + "/a.lua", worker: Stage.worker(), memory: { _ in [:] },
            world: Stage.world, pauseAfter: 3)
        #expect(await set.refresh().map(\.kind) == [.folder])
        #expect(await set.refresh().isEmpty)
        let missing = ScriptSet(
            folder: inner.path + "/none", worker: Stage.worker(), memory: { _ in [:] },
            world: Stage.world, pauseAfter: 3)
        #expect(await missing.refresh().isEmpty)
    }
}
