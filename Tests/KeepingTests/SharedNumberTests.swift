@testable import Accounts
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// Several services on one number: one payment, a line for each, and one doubt.
@Suite("Several services on one number")
struct SharedNumberTests {
    private let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))
    private let number = "+447700900555"

    private func dollars(_ cents: Int64) -> Money { Money(tenThousandths: cents * 100) }

    private func begin(_ fixture: KeeperFixture) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.account = "pool"
        payload.service = "go"
        payload.country = "16"
        payload.shared = [
            SharedService(id: "go", name: "Google", price: dollars(24)),
            SharedService(id: "wa", name: "WhatsApp", price: dollars(40)),
        ]
        payload.price = dollars(64)
        let action = try await fixture.keeper.recordIntent(
            .order, on: "pool", payload, origin: "console"
        ) {
            $0.country = "GB"
            $0.service = "Google"
        }
        _ = try await fixture.nextAction()
        return action
    }

    private func reading(_ id: String, _ service: String?, at time: Instant) -> ActivationReading {
        var reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
        reading.service = service
        reading.number = number
        reading.orderedAt = time
        return reading
    }

    private var purchase: Purchase {
        var purchase = Purchase(providerID: "G", number: number)
        purchase.service = "go"
        var other = Purchase(providerID: "W", number: number)
        other.service = "wa"
        purchase.siblings = [other]
        return purchase
    }

    private func charges(_ fixture: KeeperFixture) throws -> [String] {
        try fixture.store.ledger(since: nil, limit: 9).reversed().map {
            "\($0.line ?? 0) \($0.kind.rawValue) \($0.amount.decimal)"
        }
    }

    private func lines(_ fixture: KeeperFixture) async -> [String] {
        await fixture.keeper.allLines().map {
            "\($0.providerID ?? "-") \($0.service ?? "-") \($0.price?.decimal ?? "-") \($0.state)"
        }
    }

    @Test func `become a line each, charged with its own price, and refunded by it`() async throws {
        let fixture = try KeeperFixture()
        let action = try await begin(fixture)
        try await fixture.keeper.recordOutcome(of: action.id, .bought(purchase))
        #expect(await lines(fixture) == ["G Google 0.24 waiting", "W WhatsApp 0.40 waiting"])
        #expect(try charges(fixture) == ["1 charge 0.24", "2 charge 0.40"])
        #expect(try fixture.store.action(action.id)?.result == "Bought for 0.64 USD.")
        let all = await fixture.keeper.allLines()
        #expect(await fixture.keeper.linesBought(with: all[0]).map(\.id) == [1, 2])
        #expect(all.allSatisfy { $0.number == number && $0.country == "GB" && !$0.isAdopted })
        // Each is given back by itself.
        try await fixture.keeper.receive([], on: 2, standing: ActivationStatus(.refunded))
        #expect(try charges(fixture).last == "2 refund 0.40")
        #expect(await fixture.keeper.allLines().map(\.state) == [.waiting, .refunded])
        // A start knows the same, and the lists add nothing.
        let again = try fixture.restarted()
        try await again.compareLists(
            rentals: [],
            active: [
                reading("G", "go", at: fixture.clock.now),
                reading("W", "wa", at: fixture.clock.now),
            ], past: [], began: fixture.clock.now, on: "pool")
        #expect(await again.allLines().count == 2)
    }

    @Test func `counted as one payment by the balance, a difference is borne by the first`()
        async throws
    {
        let fixture = try KeeperFixture()
        let action = try await begin(fixture)
        try await fixture.keeper.note(balance: .dollars(10), before: action.id)
        await fixture.keeper.expectComparison(of: action.id)
        try await fixture.keeper.recordOutcome(of: action.id, .bought(purchase))
        // 0.64 was agreed to, and 0.70 is missing.
        #expect(
            try await fixture.keeper.compare(action.id, with: .dollars(10) - dollars(70)))
        #expect(
            try charges(fixture) == ["1 charge 0.24", "2 charge 0.40", "1 charge 0.06"])
        #expect(await fixture.keeper.allLines().map(\.price) == [dollars(30), dollars(40)])
        #expect(try fixture.store.action(action.id)?.details.excess == dollars(6))
    }

    @Test func `are one doubt after a lost answer, settled by the list that shows all of them`()
        async throws
    {
        let fixture = try KeeperFixture()
        let action = try await begin(fixture)
        try await fixture.keeper.recordOutcome(of: action.id, .failed(lost))
        try await fixture.keeper.release(1)
        #expect(await fixture.keeper.openDoubts().count == 1)
        fixture.clock.advance(.seconds(10))
        let now = fixture.clock.now
        // Not all of them yet: the others may follow.
        func compare(_ active: [ActivationReading]) async throws {
            fixture.clock.advance(.seconds(1))
            try await fixture.keeper.compareLists(
                rentals: [], active: active, past: [], began: fixture.clock.now, on: "pool")
        }
        try await compare([reading("W", "wa", at: now)])
        #expect(await fixture.keeper.openDoubts().count == 1)
        #expect(await fixture.keeper.allLines().count == 1)
        try await compare([reading("W", "wa", at: now), reading("G", "go", at: now)])
        #expect(await fixture.keeper.openDoubts().isEmpty)
        #expect(await lines(fixture) == ["G Google 0.24 waiting", "W WhatsApp 0.40 waiting"])
        #expect(try charges(fixture) == ["1 charge 0.24", "2 charge 0.40"])
        #expect(try fixture.store.action(action.id)?.state == .done)
    }

    @Test func `are found by their number where a list names no service`() async throws {
        let fixture = try KeeperFixture(adopts: false)
        let action = try await begin(fixture)
        try await fixture.keeper.recordOutcome(of: action.id, .failed(lost))
        fixture.clock.advance(.seconds(10))
        let now = fixture.clock.now
        var stranger = reading("X", "go", at: now)
        stranger.number = "+447700900999"
        try await fixture.keeper.compareLists(
            rentals: [], active: [stranger],
            past: [reading("G", nil, at: now), reading("W", nil, at: now)],
            began: fixture.clock.now, on: "pool")
        #expect(await fixture.keeper.allLines().map(\.providerID) == ["G", "W"])
        #expect(try fixture.store.action(action.id)?.state == .done)
    }

    @Test func `were not bought if none appears, and cost nothing`() async throws {
        let fixture = try KeeperFixture()
        let action = try await begin(fixture)
        try await fixture.keeper.recordOutcome(of: action.id, .failed(lost))
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.compareLists(
            rentals: [], active: [], past: [], began: fixture.clock.now, on: "pool")
        #expect(try fixture.store.action(action.id)?.state == .failed)
        #expect(await fixture.keeper.allLines().isEmpty)
        #expect(try charges(fixture).isEmpty)
    }

    @Test func `count against the limit together`() async throws {
        var settings = KeeperSettings()
        settings.spendingPerDay = dollars(60)
        let fixture = try KeeperFixture(settings)
        await #expect(throws: KeeperError.self) { try await begin(fixture) }
        #expect(await fixture.keeper.allLines().isEmpty)
    }

    // MARK: One more service

    private func add(_ fixture: KeeperFixture, to line: Line) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.account = "pool"
        payload.service = "tg"
        payload.country = "16"
        payload.price = dollars(30)
        payload.besides = line.providerID
        return try await fixture.keeper.recordIntent(.order, on: "pool", payload, origin: "console")
        {
            $0.number = line.number
            $0.service = "Telegram"
        }
    }

    @Test func `a service is on a number once, ordered or bought`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        let first = try await add(fixture, to: line)
        await #expect(throws: KeeperError.self) { try await add(fixture, to: line) }
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(
            of: first.id, .bought(Purchase(providerID: "T", number: line.number)))
        let refusal = await #expect(throws: KeeperError.self) {
            try await add(fixture, to: line)
        }
        #expect(refusal.map { "\($0)" }?.contains("is already on") == true)
        #expect(await fixture.keeper.line(first.line)?.price == dollars(30))
    }

    @Test(arguments: [true, false])
    func `a service added is found after a lost answer by the number alone`(
        _ isOurs: Bool
    ) async throws {
        let fixture = try KeeperFixture(adopts: false)
        let line = try await fixture.activation()
        let added = try await add(fixture, to: line)
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: added.id, .failed(lost))
        var found = reading("NEW", "tg", at: fixture.clock.now)
        found.number = isOurs ? line.number : "+447700900999"
        fixture.clock.advance(.minutes(2))
        try await fixture.keeper.compareLists(
            rentals: [], active: [found], past: [], began: fixture.clock.now, on: "pool")
        #expect(try fixture.store.action(added.id)?.state == (isOurs ? .done : .failed))
    }
}
