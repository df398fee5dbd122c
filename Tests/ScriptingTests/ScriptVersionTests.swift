import Testing
import TestSupport

@testable import Scripting

@Suite("Versions of scripts") struct ScriptVersionTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder("versions") }

    private func set(last: @escaping @Sendable (String) -> String? = { _ in nil }) -> ScriptSet {
        ScriptSet(
            folder: folder.path, worker: Stage.worker(), memory: { _ in ["n": 4] },
            lastVersion: last, world: Stage.world, pauseAfter: 3)
    }

    private func tag(_ word: String) -> String {
        "function on_message(message) keeper.tag('\(word)', keeper.recall('n')) end"
    }

    private func run(_ set: ScriptSet) async -> [RunReport] {
        await set.run(Stage.message("hello"), answering: Stage.nobody)
    }

    @Test func `each text that begins to run is told once, and its runs name it`() async throws {
        try folder.write("a.lua", tag("one"))
        let set = set()
        _ = await set.refresh()
        let first = await set.takeVersions()
        #expect(first.map(\.text) == [tag("one")])
        #expect(first.first?.since == Stage.noon)
        #expect(await set.takeVersions().isEmpty)
        #expect(await run(set).map(\.version) == first.map(\.hash))

        try folder.write("a.lua", "function on_message(")
        _ = await set.refresh()
        #expect(await set.takeVersions().isEmpty)
        #expect(await run(set).map(\.version) == first.map(\.hash))

        try folder.write("a.lua", tag("two"))
        _ = await set.refresh()
        let second = await set.takeVersions()
        #expect(second.map(\.text) == [tag("two")])
        #expect(second.first?.hash != first.first?.hash)
        #expect(await set.running().map(\.source) == [tag("two")])
    }

    @Test func `one that cannot be stored is told again, unless a newer one came`() async throws {
        try folder.write("a.lua", tag("one"))
        let set = set()
        _ = await set.refresh()
        let first = await set.takeVersions()
        await set.putBack(first)
        #expect(await set.takeVersions() == first)
        try folder.write("a.lua", tag("two"))
        _ = await set.refresh()
        await set.putBack(first)
        #expect(await set.takeVersions().map(\.text) == [tag("two")])
    }

    @Test func `a file that is broken at the start lets the last version go on`() async throws {
        try folder.write("a.lua", "function on_message(")
        let text = tag("old")
        let set = set { $0 == "a.lua" ? text : nil }
        let notices = await set.refresh()
        #expect(notices.map(\.kind) == [.broken])
        #expect(notices.map(\.keepsRunning) == [true] && notices.map(\.isRevived) == [true])
        #expect(await set.refresh().isEmpty)
        let reports = await run(set)
        #expect(reports.map(\.decisions) == [[.tag(["old", "4"])]])
        #expect(reports.map(\.version) == [ScriptSet.version(of: text)])
        let status = await set.status().first
        #expect(status?.state == .loaded && status?.newerVersionError?.hasPrefix("a.lua:1") == true)
        // It is not a new version.
        #expect(await set.takeVersions().isEmpty)

        try folder.write("a.lua", tag("new"))
        #expect(await set.refresh().map(\.kind) == [.reloaded])
        #expect(await run(set).map(\.decisions) == [[.tag(["new", "4"])]])
    }

    @Test func `a last version that does not load either leaves the script broken`() async throws {
        try folder.write("a.lua", "function on_message(")
        let set = set { _ in "also broken(" }
        let notices = await set.refresh()
        #expect(notices.map(\.isRevived) == [false])
        #expect(await set.status().map(\.state) == [.broken])
        #expect(await run(set).isEmpty)
    }
}
