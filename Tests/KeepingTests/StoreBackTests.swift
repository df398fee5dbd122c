import Lines
import Storage
import Testing

@testable import Keeping

/// Work that resumes when the database can be written again.
@Suite struct `A database that is back` {
    @Test func `lines that only seemed to fail are looked at, and everybody is woken`() async throws
    {
        let house = try TestHouse()
        let line = try await house.rental()
        for _ in 0..<5 { try await house.keeper.release(line.id, failed: true) }
        func isLookedAt() async throws -> Bool {
            for _ in 0..<5 {
                switch try await house.keeper.nextWork(for: "pool") {
                case .look, .refresh: return true
                case .list: await house.keeper.listingFailed(on: "pool")
                case .balance: await house.keeper.noteBalance(.zero, on: "pool")
                case .poll: await house.keeper.pollFailed(on: "pool")
                case .action, .rest: return false
                }
            }
            return false
        }
        #expect(try await !isLookedAt())
        let bells = [house.keeper.scriptBell, house.keeper.outboxBell]
        let lanes = try #require(await house.keeper.bell(of: "pool"))
        let before = (bells + [lanes]).map(\.rings)
        var events = house.keeper.hub.watch().makeAsyncIterator()
        let news = EventRecord(at: noon, kind: "store_ok", text: "It can be written again.")
        await house.keeper.storeIsBack(news)
        #expect(await events.next()?.kind == "store_ok")
        #expect(zip(before, (bells + [lanes]).map(\.rings)).allSatisfy { $0 < $1 })
        #expect(try await isLookedAt())
    }
}
