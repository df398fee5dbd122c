import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Synchronization
import Testing
import Transport

/// The time at which every test here begins.
let noon = Instant(milliseconds: 1_769_947_200_000)

/// A world whose clock stands still until it is moved.
final class ManualWorld: Sendable {
    private let state = Mutex((now: noon, stepped: Duration.zero, next: 0))

    var world: World {
        World(
            now: { self.state.withLock { $0.now } },
            uptime: { self.state.withLock { $0.now - noon - $0.stepped } },
            sleep: { _ in try await Task.sleep(for: .seconds(3600)) },
            random: { _ in 0 },
            identifier: {
                self.state.withLock {
                    $0.next += 1
                    return "id\($0.next)"
                }
            })
    }

    var now: Instant { state.withLock { $0.now } }

    func advance(_ duration: Duration) { state.withLock { $0.now = $0.now + duration } }

    /// The clock is set; no time passes.
    func step(_ duration: Duration) {
        state.withLock {
            $0.now = $0.now + duration
            $0.stepped += duration
        }
    }
}

/// A provider that is never asked, because the keeper itself calls nobody.
struct UnreachableProvider: Provider {
    /// The rentals it lists, so that a desk can quote prices.
    var offers: [RentalOffer]?
    /// What it answers of the price of another code.
    var priceOfAnother: Result<Money?, ProviderError> = .success(nil)
    var capabilities = Capabilities(
        [
            .order, .rent, .extend, .refund, .cancel, .resend, .swap, .wake, .listActive,
            .listHistory,
            .listRentals, .balance,
        ])

    private func silence() -> ProviderError {
        .transport(.badURL("silent", reason: "says nothing"))
    }

    func countries() async throws(ProviderError) -> Answer<[Country]> { throw silence() }
    func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]> {
        throw silence()
    }
    func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> { throw silence() }
    func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]> { throw silence() }
    func rentalOffers() async throws(ProviderError) -> Answer<[RentalOffer]> {
        guard let offers else { throw silence() }
        return Answer(offers)
    }
    func order(_ order: ActivationOrder) async throws(ProviderError) -> Answer<Purchase> {
        throw silence()
    }
    func rent(_ order: RentalOrder) async throws(ProviderError) -> Answer<Purchase> {
        throw silence()
    }
    func extend(
        _ providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Extension> { throw silence() }
    func refund(_ providerID: String) async throws(ProviderError) -> Answer<Money?> {
        throw silence()
    }
    func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation> {
        throw silence()
    }
    func resend(_ providerID: String) async throws(ProviderError) -> Answer<Resend> {
        throw silence()
    }
    func resendPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?> {
        Answer(try priceOfAnother.get())
    }
    func status(of providerID: String) async throws(ProviderError) -> Answer<RentalStatus> {
        throw silence()
    }
    func messages(
        of providerID: String
    ) async throws(ProviderError) -> Answer<[ReceivedMessage]> { throw silence() }
    func check(_ providerID: String) async throws(ProviderError) -> Answer<ActivationReading> {
        throw silence()
    }
    func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        throw silence()
    }
    func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        throw silence()
    }
    func rentals() async throws(ProviderError) -> Answer<[HeldRental]> { throw silence() }
    func balance() async throws(ProviderError) -> Answer<Money> {
        guard offers != nil else { throw silence() }
        return Answer(Money(tenThousandths: 1_000_000))
    }

    /// A call to its webhook names a line and always contains the same text.
    func news(_ request: PushRequest, secret: String?) throws(PushRefusal) -> [PushNews] {
        guard !request.body.isEmpty else { throw .unexpected }
        return [
            PushNews(
                providerID: String(decoding: request.body, as: UTF8.self),
                message: ReceivedMessage(text: "Hello"))
        ]
    }
}

/// A keeper over a database in memory, with one account and its own clock.
struct KeeperFixture {
    let clock = ManualWorld()
    let store: Store
    let keeper: Keeper
    private let provider: UnreachableProvider
    private let requestsPerSecond: Double

    init(
        _ settings: KeeperSettings = KeeperSettings(), adopts: Bool = true,
        provider: UnreachableProvider = UnreachableProvider(), requestsPerSecond: Double = 100
    ) throws {
        store = try Store.recorded()
        self.provider = provider
        self.requestsPerSecond = requestsPerSecond
        keeper = try Self.keeper(
            store, clock, settings, adopts: adopts, provider: provider,
            requestsPerSecond: requestsPerSecond)
    }

    /// Another keeper over the same store, as after a crash.
    func restarted(_ settings: KeeperSettings = KeeperSettings()) throws -> Keeper {
        try Self.keeper(
            store, clock, settings, provider: provider, requestsPerSecond: requestsPerSecond)
    }

    private static func keeper(
        _ store: Store, _ clock: ManualWorld, _ settings: KeeperSettings, adopts: Bool = true,
        provider: UnreachableProvider = UnreachableProvider(), requestsPerSecond: Double = 100
    ) throws -> Keeper {
        let account = Account(
            name: "pool", providerName: .smspool, url: "http://127.0.0.1",
            provider: provider, requestsPerSecond: requestsPerSecond, adopts: adopts)
        return try Keeper(
            store: store, world: clock.world, accounts: [account], settings: settings)
    }

    /// Takes work until it is an action, and ends all other work without news.
    func nextAction(_ keeper: Keeper? = nil) async throws -> OpenAction? {
        let keeper = keeper ?? self.keeper
        for _ in 0..<50 {
            switch try await keeper.nextWork(for: "pool") {
            case .action(let action, _): return action
            case .look(let line), .refresh(let line), .read(let line):
                try await keeper.release(line.id, failed: true)
            case .poll: await keeper.pollFailed(on: "pool")
            case .list: await keeper.listingFailed(on: "pool")
            case .balance: await keeper.noteBalance(.zero, on: "pool")
            case .idle: return nil
            }
        }
        return nil
    }

    /// Records a purchase and begins it.
    @discardableResult
    func begin(
        _ kind: Action.Kind = .order, price: Int64 = 2400, origin: String = "console"
    ) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.account = "pool"
        payload.price = Money(tenThousandths: price)
        payload.days = kind == .rent ? 30 : nil
        payload.offer = kind == .rent ? "0" : nil
        return try await keeper.recordIntent(kind, on: "pool", payload, origin: origin) { _ in }
    }

    /// A rental that was bought and confirmed.
    func rental() async throws -> Line {
        let intended = try await begin(.rent, price: 200_000)
        _ = try await nextAction()
        var purchase = Purchase(providerID: "RENT\(intended.id)", number: "+14155550123")
        purchase.expiresAt = clock.world.now() + .days(30)
        try await keeper.recordOutcome(of: intended.id, .bought(purchase))
        try await keeper.release(try #require(intended.line))
        return try await keeper.line("\(try #require(intended.line))")
    }

    /// An activation that was bought and confirmed.
    func activation() async throws -> Line {
        let intended = try await begin()
        _ = try await nextAction()
        var purchase = Purchase(providerID: "ORDER\(intended.id)", number: "+447700900123")
        purchase.expiresAt = clock.world.now() + .minutes(20)
        try await keeper.recordOutcome(of: intended.id, .bought(purchase))
        try await keeper.release(try #require(intended.line))
        return try await keeper.line("\(try #require(intended.line))")
    }
}
