@testable import Accounts
import Keeping
import Lines
import Providers
import Storage
import Testing
import Transport

/// Messages that are known to exist but cannot be fetched are reported, not passed over in silence.
@Suite("Messages that are only told to webhooks")
struct UntoldTests {
    @Test func `are told of once, and again when there are more`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        for count in [0, 1, 1, 1, 3, 3] {
            try await fixture.keeper.reportUntoldTexts(count, on: line.id)
        }
        let told = try fixture.store.latestEvents(limit: 100).filter { $0.kind == "missed" }
        #expect(told.count == 2)
        #expect(told.allSatisfy { $0.line == line.id && $0.text.contains("webhook") })
    }

    @Test func `are not told of when all of them are here`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        try await fixture.keeper.recordNews(
            PushNews(
                providerID: line.providerID ?? "", message: ReceivedMessage(text: "Hello")),
            on: "pool")
        try await fixture.keeper.reportUntoldTexts(1, on: line.id)
        #expect(try fixture.store.latestEvents(limit: 100).allSatisfy { $0.kind != "missed" })
    }

    @Test func `that are too long to be read are told of once`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let long = ProviderError.transport(.tooLarge(host: "x", limit: 32 << 20))
        for error in [long, long, nil, long] {
            try await fixture.keeper.noteUnread(error, on: line.id)
        }
        let told = try fixture.store.latestEvents(limit: 100).filter { $0.kind == "missed" }
        #expect(told.count == 2)
        #expect(told.allSatisfy { $0.line == line.id && $0.text.contains("32 MiB") })
    }
}
