import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// Another code on the same number is often a new order at the provider. The old order was paid for
/// and is not looked at any more.
@Suite("Asking for another code")
struct AnotherCodeTests {
    @Test(
        "What came on the order before is stored, up to the last moment",
        .timeLimit(.minutes(20)), arguments: [(false, false), (true, false), (true, true)])
    func lastMessage(comesLate: Bool, answerIsLost: Bool) async throws {
        var settings = KeeperSettings()
        settings.policy.polling.awaited = .hours(1)
        settings.policy.polling.activations = .hours(1)
        let provider = SellingProvider(losesAnswers: answerIsLost)
        provider.show("", on: "SOLD1")
        let account = Account(
            name: "pool", providerName: .smspool, url: "http://127.0.0.1", provider: provider)
        let world = World.live(speed: 20)
        let store = try Store.recorded()
        let keeper = try Keeper(
            store: store, world: world, accounts: [account], settings: settings)
        try await OutageTests.running(keeper, account) {
            var payload = ActionDetails()
            payload.account = "pool"
            payload.service = "1"
            payload.country = "1"
            let order = try await keeper.recordIntent(
                .order, on: "pool", payload, origin: "console"
            ) { _ in }
            // If there is a list, the order itself is not looked at.
            while try store.action(order.id)?.state != .done
                || provider.checks == 0 && !answerIsLost
            {
                try await world.sleep(.seconds(1))
            }
            // From here on, there are no looks for an hour.
            if comesLate {
                provider.showLate("code 1234")
            } else {
                provider.show("code 1234", on: "SOLD1")
            }
            let line = try await keeper.line("1")
            let resend = try await keeper.recordIntent(.resend, on: line, origin: "console")
            while try store.action(resend.id)?.state != .done { try await world.sleep(.seconds(1)) }
            #expect(try await keeper.line("1").providerID == "SOLD1-2")
            #expect(try store.messages(store.filter()).map(\.text) == ["code 1234"])
        }
    }

    @Test("A code that came between the look and the asking is stored, and only once")
    func codeInBetween() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let resend = try await fixture.keeper.recordIntent(.resend, on: line, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.noteBeforeReplacing(resend.id)
        let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
        try await fixture.keeper.recordOutcome(of: resend.id, .failed(lost))
        try await fixture.keeper.release(line.id)
        // The order waits for another code and still shows the unseen first one, so the request was
        // received.
        var reading = ActivationReading(
            providerID: line.providerID ?? "", status: ActivationStatus(.waiting))
        reading.earlierMessages = [ReceivedMessage(text: "Code 1111")]
        for _ in 0..<3 {
            try await fixture.keeper.settleDoubts(of: line.id, reading: reading)
            try await fixture.keeper.recordPoll(
                [reading], asked: fixture.clock.world.uptime(), on: "pool")
            fixture.clock.advance(.seconds(5))
        }
        #expect(try fixture.store.action(resend.id)?.state == .done)
        #expect(try fixture.store.messages(fixture.store.filter()).map(\.text) == ["Code 1111"])
        // The next message is new, though its text is the same.
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "Code 1111")], on: line.id, standing: ActivationStatus(.received)
        )
        #expect(try fixture.store.messages(fixture.store.filter()).count == 2)
    }

    @Test("What was free is not booked as money returned, whoever tells of its end")
    func freeOrder() async throws {
        let fixture = try KeeperFixture()
        for isTold in [false, true] {
            let line = try await resent(fixture)
            let before = try fixture.store.ledger(since: nil, limit: 100).count
            if isTold {
                let status = ActivationStatus(.refunded)
                try await fixture.keeper.receive([], on: line.id, standing: status)
            } else {
                let cancel = try await fixture.keeper.recordIntent(
                    .cancel, on: line, origin: "console")
                _ = try await fixture.nextAction()
                try await fixture.keeper.recordOutcome(
                    of: cancel.id, .cancelled(Cancellation(moneyReturned: true)))
            }
            #expect(try await fixture.keeper.line("\(line.id)").state == .refunded)
            #expect(try fixture.store.ledger(since: nil, limit: 100).count == before)
        }
    }

    @Test("Nothing is not an entry of the ledger")
    func zero() async throws {
        let fixture = try KeeperFixture()
        let line = try await resent(fixture)
        let before = try fixture.store.ledger(since: nil, limit: 100).count
        let cancel = try await fixture.keeper.recordIntent(.cancel, on: line, origin: "console")
        _ = try await fixture.nextAction()
        let nothing = Money(tenThousandths: 0)
        try await fixture.keeper.recordOutcome(
            of: cancel.id, .cancelled(Cancellation(moneyReturned: true, amount: nothing)))
        #expect(try fixture.store.ledger(since: nil, limit: 100).count == before)
    }

    /// An activation that received its code and waits for another one under a new order.
    private func resent(_ fixture: KeeperFixture) async throws -> Line {
        let line = try await fixture.activation()
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "code 1234")], on: line.id, standing: ActivationStatus(.received)
        )
        let received = try await fixture.keeper.line("\(line.id)")
        let resend = try await fixture.keeper.recordIntent(.resend, on: received, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: resend.id, .resent(Resend(newProviderID: "AGAIN\(line.id)")))
        try await fixture.keeper.release(line.id)
        return try await fixture.keeper.line("\(line.id)")
    }
}
