import Lines
import Synchronization
import Testing
import TestSupport
import Transport

@testable import Scripting

/// When a script is paused, for how long, and what it takes to go on.
@Suite struct PausingTests {
    /// A world whose clock is moved by hand.
    private final class Clock: Sendable {
        private let time = Mutex(Stage.noon)

        func advance(_ duration: Duration) { time.withLock { $0 = $0 + duration } }

        var world: World {
            World(
                now: { self.time.withLock { $0 } }, uptime: { .zero }, sleep: { _ in },
                random: { _ in 0 }, identifier: { "0" })
        }
    }

    private let folder: TestFolder
    private let clock = Clock()

    init() throws { folder = try TestFolder("scripts") }

    private static let name = "10-test.lua"

    /// Fails on texts with `bad` in them, and on timers.
    private static let picky = """
        function on_message(message)
          if message.text:find("bad") then error("no") end
          keeper.tag("fine")
        end
        function on_timer() error("never") end
        """

    private func set(standing: ScriptStanding? = nil) -> ScriptSet {
        ScriptSet(
            folder: folder.path, worker: Stage.worker(Stage.strict), memory: { _ in [:] },
            standing: { _ in standing }, world: clock.world, pauseAfter: 3)
    }

    private func loaded(
        _ source: String = picky, standing: ScriptStanding? = nil
    ) async throws -> ScriptSet {
        try folder.write(Self.name, source)
        let set = set(standing: standing)
        _ = await set.refresh()
        return set
    }

    private func run(_ set: ScriptSet, _ text: String, id: Int64) async -> RunReport? {
        await set.run(
            Stage.message(text, id: id), answering: Stage.nobody,
            proof: { _ in Stage.message("good", id: 0) }
        ).first
    }

    private func fire(_ set: ScriptSet) async -> RunReport? {
        await set.run(
            HandlerCall(.onTimer, ["tick"], only: Self.name), answering: Stage.nobody
        ).first
    }

    @Test func `a stranger's texts do not pause a script that can do its work`() async throws {
        let set = try await loaded()
        for id in 1...20 {
            let report = await run(set, "bad \(id)", id: Int64(id))
            #expect(report?.failure != nil)
            #expect(report?.paused == false)
        }
        #expect(await run(set, "good", id: 21)?.decisions == [.tag(["fine"])])
        let status = await set.status().first
        #expect(status?.state == .loaded)
        #expect(status?.failures == 20)
    }

    @Test func `a script that fails on what it could do before is paused`() async throws {
        let set = try await loaded("function on_message() error('always') end")
        for id in 1...3 {
            let report = await run(set, "hello", id: Int64(id))
            #expect(report?.paused == (id == 3))
        }
        #expect(await set.status().first?.pauseReason == "it failed 3 times in a row")
    }

    @Test func `the same message counts once`() async throws {
        let set = try await loaded("function on_message() error('always') end")
        for _ in 1...9 { #expect(await run(set, "hello", id: 1)?.paused == false) }
        #expect(await run(set, "hello", id: 2)?.paused == false)
        #expect(await run(set, "hello", id: 3)?.paused == true)
    }

    @Test func `what is tried again to see whether a script works leaves nothing`() async throws {
        let set = try await loaded(
            """
            function on_message(message)
              keeper.remember("n", (keeper.recall("n") or 0) + 1)
              if message.text == "bad" then error("no") end
            end
            """)
        #expect(await run(set, "good", id: 1)?.memoryChanges == ["n": 1])
        for id in 2...7 { _ = await run(set, "bad", id: Int64(id)) }
        #expect(await run(set, "good", id: 8)?.memoryChanges == ["n": 2])
    }

    @Test func `a paused script is tried again by itself, after ever longer`() async throws {
        let set = try await loaded()
        for _ in 1...3 { _ = await fire(set) }
        for length in [Duration.minutes(1), .minutes(5), .minutes(30), .hours(2)] {
            #expect(await set.status().first?.state == .paused)
            clock.advance(length - .seconds(1))
            #expect(await set.refresh().isEmpty)
            #expect(await fire(set) == nil)
            clock.advance(.seconds(1))
            #expect(
                await set.refresh().map(\.description)
                    == ["10-test.lua is tried again after its pause"])
            // One more failure is enough.
            #expect(await fire(set)?.paused == true)
        }
        clock.advance(.hours(6))
        _ = await set.refresh()
        #expect(await run(set, "good", id: 1)?.outcome == .completed)
        #expect(await fire(set)?.paused == false, "it has shown that it works")
    }

    @Test func `pauses and counts last over a restart, for the same text`() async throws {
        let first = try await loaded()
        for _ in 1...2 { _ = await fire(first) }
        let counted = try #require(await first.takeStandings().first)
        #expect(counted.failures == 2)
        #expect(await first.takeStandings().isEmpty)
        let second = try await loaded(standing: counted)
        #expect(await fire(second)?.paused == true)
        let paused = try #require(await second.takeStandings().first)
        let third = try await loaded(standing: paused)
        #expect(await third.status().first?.state == .paused)
        #expect(await fire(third) == nil)
        clock.advance(.minutes(1))
        #expect(await third.refresh().map(\.kind) == [.resumed])
        // Another text has done nothing yet.
        let mended = try await loaded(Self.picky + "\n", standing: paused)
        #expect(await mended.status().first?.state == .loaded)
        #expect(await mended.takeStandings().map(\.pauses) == [0])
        #expect(await fire(mended)?.paused == false)
    }

    @Test func `a script is resumed by hand, and starts afresh`() async throws {
        let set = try await loaded()
        for _ in 1...3 { _ = await fire(set) }
        #expect(await set.resume(Self.name))
        for attempt in 1...3 { #expect(await fire(set)?.paused == (attempt == 3)) }
        #expect(await set.takeStandings().first?.pauses == 1)
    }

    @Test func `a file that comes with the text of one that goes is said to be the same`()
        async throws
    {
        let set = try await loaded()
        folder.remove(Self.name)
        try folder.write("20-test.lua", Self.picky)
        let notices = await set.refresh()
        #expect(notices.map(\.kind) == [.removed, .loaded])
        #expect(
            notices.last?.log == [
                "it has the text of 10-test.lua, which is gone; run `script 10-test.lua --rename "
                    + "20-test.lua` to give it what 10-test.lua remembered, and its timers"
            ])
    }

    @Test func `of too many files the first are loaded, and the others are named`() async throws {
        for number in 1000...1201 { try folder.write("\(number).lua", "function on_line() end") }
        let set = set()
        let notices = await set.refresh()
        #expect(notices.count { $0.kind == .loaded } == 200)
        #expect(
            notices.first?.description
                == "there are more than 200 scripts: 1200.lua and 1 after it are not loaded")
        #expect(await set.refresh().isEmpty)
        folder.remove("1000.lua")
        #expect(
            await set.refresh().map(\.description) == [
                "there are more than 200 scripts: 1201.lua is not loaded", "1000.lua was removed",
                "1200.lua is loaded",
            ])
    }

    @Test func `tags are bounded in number and in length`() async throws {
        let long = try await Stage.complaint("keeper.tag(('é'):rep(101))")
        #expect(long == "10-test.lua:2: keeper.tag: tag is longer than 100 characters")
        #expect(try await Stage.complaint("keeper.tag(('é'):rep(100))") == nil)
        let many = try await Stage.complaint(
            "local t = {} for i = 1, 101 do t[i] = 't' .. i end keeper.tag(table.unpack(t))")
        #expect(many == "10-test.lua:2: keeper.tag: more than 100 tags in one run")
    }
}
