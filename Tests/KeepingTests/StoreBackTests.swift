@testable import Accounts
import Lines
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// Work that resumes when the database can be written again.
@Suite struct `A database that is back` {
    @Test func `lines that only seemed to fail are looked at, and everybody is woken`() async throws
    {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        for _ in 0..<5 { try await fixture.keeper.release(line.id, failed: true) }
        func isLookedAt() async throws -> Bool {
            for _ in 0..<5 {
                switch try await fixture.keeper.nextWork(for: "pool") {
                case .look, .refresh, .read: return true
                case .list: await fixture.keeper.listingFailed(on: "pool")
                case .balance: await fixture.keeper.noteBalance(.zero, on: "pool")
                case .poll: await fixture.keeper.pollFailed(on: "pool")
                case .action, .idle: return false
                }
            }
            return false
        }
        #expect(try await !isLookedAt())
        let bells = [fixture.keeper.scriptsSignal, fixture.keeper.outboxSignal]
        let lanes = try #require(await fixture.keeper.signal(of: "pool"))
        let before = (bells + [lanes]).map(\.count)
        var events = fixture.keeper.hub.watch().makeAsyncIterator()
        let news = EventRecord(at: noon, kind: "store_ok", text: "It can be written again.")
        await fixture.keeper.storeIsBack(news)
        #expect(await events.next()?.kind == "store_ok")
        #expect(zip(before, (bells + [lanes]).map(\.count)).allSatisfy { $0 < $1 })
        #expect(try await isLookedAt())
    }
}
