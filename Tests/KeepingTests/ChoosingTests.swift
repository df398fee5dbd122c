import Accounts
import GRDB
import Keeping
import Lines
import Logging
import Providers
import Running
import Storage
import Testing

/// What `order` buys of what several accounts and their pools sell.
@Suite("The choice of an offer") struct ChoosingTests {
    private let store: Store

    init() throws { store = try Store.recorded() }

    private static func offer(
        _ price: String, pool: String? = nil, success: Double? = nil, stock: Int? = nil
    ) -> ActivationOffer {
        ActivationOffer(
            price: Money(decimal: price) ?? .zero, successRate: success, stock: stock, pool: pool)
    }

    private func commands(_ accounts: [String: MarketProvider]) throws -> CommandService {
        let keeper = try Keeper(
            store: store, world: ManualWorld().world,
            accounts: accounts.map { name, provider in
                Account(
                    name: name, providerName: .smspool, url: "http://127.0.0.1",
                    provider: provider, requestsPerSecond: 100)
            }, settings: KeeperSettings())
        return CommandService(keeper: keeper, logger: Logger(label: "test"))
    }

    /// `ACCOUNT[/POOL] PRICE` of the first choice and of those that follow.
    private func choices(
        _ commands: CommandService, tries: Int = 1, prefer: OfferPreference? = nil,
        maxPrice: String? = nil, change: (inout ActivationRequest) -> Void = { _ in }
    ) async -> [String] {
        var request = ActivationRequest(service: "google", country: "US")
        request.tries = tries
        request.preference = prefer
        request.maxPrice = maxPrice.flatMap { Money(decimal: $0) }
        change(&request)
        do {
            let quote = try await commands.quote(request)
            let first = OrderChoice(
                account: quote.account, pool: quote.pool, what: quote.what, price: quote.price)
            return ([first] + quote.others).map { choice in
                choice.account + (choice.pool.map { "/\($0)" } ?? "")
                    + " \(choice.price?.decimal ?? "")"
            }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `a highest price is meant in the currency of the account`() async throws {
        var provider = MarketProvider(sold: [
            ActivationOffer(price: Money(tenThousandths: 130_000, currency: "RUB"))
        ])
        provider.funds = Money(tenThousandths: 9_990_000, currency: "RUB")
        let commands = try commands(["clone": provider])
        #expect(await choices(commands, maxPrice: "13") == ["clone 13.00"])
        var request = ActivationRequest(service: "google", country: "US")
        request.maxPrice = Money(decimal: "12.99")
        let quote = try await commands.quote(request)
        #expect(quote.refusal?.contains("above the maximum price of 12.99 RUB") == true)
        await #expect(throws: KeeperError.self) {
            try await commands.order(request, origin: "console")
        }
        // What is ordered has the limit in that currency, too.
        request.maxPrice = Money(decimal: "13.50")
        let order = Task { try await commands.order(request, origin: "console") }
        while try store.actions(limit: 1).isEmpty { await Task.yield() }
        #expect(
            try store.actions(limit: 1).first?.details.maxPrice
                == Money(tenThousandths: 135_000, currency: "RUB"))
        order.cancel()
    }

    @Test func `a limit in another currency refuses what it cannot be compared with`() async throws
    {
        var settings = KeeperSettings()
        settings.spendingPerDay = Money(decimal: "5")
        var provider = MarketProvider(sold: [
            ActivationOffer(price: Money(tenThousandths: 130_000, currency: "RUB"))
        ])
        provider.funds = Money(tenThousandths: 9_990_000, currency: "RUB")
        for perDay in [nil, Money(decimal: "12"), Money(decimal: "20")] {
            var account = Account(
                name: "clone", providerName: .handlerAPI, url: "http://127.0.0.1",
                provider: provider, requestsPerSecond: 100)
            account.spendingPerDay = perDay
            let keeper = try Keeper(
                store: try Store.recorded(), world: ManualWorld().world, accounts: [account],
                settings: settings)
            var payload = ActionDetails()
            payload.price = Money(tenThousandths: 130_000, currency: "RUB")
            let words: String? =
                switch perDay?.decimal {
                case nil: "cannot be compared with the limits under spending in USD"
                case "12.00": "allow only 12.00 RUB"
                default: nil
                }
            do throws(KeeperError) {
                _ = try await keeper.recordIntent(
                    .order, on: "clone", payload, origin: "console"
                ) { _ in }
                #expect(words == nil)
            } catch {
                #expect(words.map(error.description.contains) == true, "\(error)")
            }
        }
    }

    private func market() throws -> CommandService {
        try commands([
            "pool": MarketProvider(sold: [
                Self.offer("0.20", pool: "2", success: 20),
                Self.offer("0.40", pool: "7", success: 80),
                Self.offer("0.10", pool: "9", success: 99, stock: 0),
            ]),
            "plain": MarketProvider(sold: [Self.offer("0.36", success: 90)], offersPools: false),
            "silent": MarketProvider(sold: nil),
        ])
    }

    @Test func `is by account, at the lowest cost per code, or by what is preferred`() async throws
    {
        let commands = try market()
        #expect(await choices(commands) == ["plain 0.36"])
        #expect(await choices(commands, prefer: .price) == ["pool 0.20"])
        #expect(await choices(commands, prefer: .success) == ["plain 0.36"])
        #expect(await choices(commands) { $0.account = "pool" } == ["pool 0.20"])
    }

    @Test func `with several tries is by pool, in stock, best first`() async throws {
        let commands = try market()
        #expect(
            await choices(commands, tries: 3) == ["plain 0.36", "pool/7 0.40", "pool/2 0.20"])
        #expect(
            await choices(commands, tries: 2, prefer: .price) == ["pool/2 0.20", "plain 0.36"])
        // A named pool is the only choice there is.
        #expect(
            await choices(commands, tries: 3) {
                $0.account = "pool"
                $0.pool = "7"
            } == ["pool/7 0.40"])
    }

    @Test func `stays within the maximum price, also in later tries`() async throws {
        let commands = try market()
        #expect(await choices(commands, maxPrice: "0.25") == ["pool 0.20"])
        #expect(
            await choices(commands, tries: 3, maxPrice: "0.38") == ["plain 0.36", "pool/2 0.20"])
        #expect(await choices(commands, tries: 3, maxPrice: "0.01").count == 1, "to be refused")
    }

    @Test func `learns from our own orders of that account and pool`() async throws {
        let store = store
        try store.write { database in
            for index in 0..<12 {
                var line = Line(
                    id: 0, account: "plain", provider: .smspool, kind: .activation,
                    state: .refunded, purchasedAt: Instant(unixSeconds: 1_769_900_000))
                line.service = "Google"
                line.country = "US"
                line.endedAt = Instant(unixSeconds: 1_769_901_200)
                line.providerID = "OLD\(index)"
                try database.insert(&line)
            }
        }
        let commands = try market()
        #expect(await choices(commands, tries: 3).last == "plain 0.36")
        let offers = try await commands.offers(
            of: "google", in: "US", on: try await commands.keeper.account(named: "plain"))
        #expect(offers.first?.prospect.own.orders == 12)
        #expect(offers.first?.prospect.own.codes == 0)
    }

    @Test func `names everything if nobody sells it`() async throws {
        let silent = try commands(["silent": MarketProvider(sold: nil)])
        let told = try #require(await choices(silent, tries: 3).first)
        #expect(told.contains("says nothing"))
        #expect(told.hasSuffix("Nothing was bought: it was only asked for the price."))
        let empty = try commands([
            "pool": MarketProvider(sold: [Self.offer("0.20", pool: "2", stock: 0)])
        ])
        #expect(
            await choices(empty, tries: 3) == ["No number is in stock now. Try later or elsewhere."]
        )
    }

    @Test func `of one that was refused says whether another offer may do`() async throws {
        let fixture = try KeeperFixture()
        for (error, mayDo) in [
            (ProviderError.outOfStock(""), true), (.nothingBelow(maxPrice: nil), true),
            (.refused("no"), true), (.insufficientBalance(price: nil, balance: nil), nil),
            (.wrongKey, nil), (.rateLimited(retryAfter: nil), nil),
        ] as [(ProviderError, Bool?)] {
            let intended = try await fixture.begin()
            _ = try await fixture.nextAction()
            try await fixture.keeper.recordOutcome(of: intended.id, .failed(error))
            let failed = try #require(try fixture.store.action(intended.id))
            #expect(failed.state == .failed && failed.details.isOfferRefused == mayDo, "\(error)")
        }
    }

    @Test func `is recorded with the pool that sold it`() async throws {
        let fixture = try KeeperFixture()
        let intended = try await fixture.begin()
        _ = try await fixture.nextAction()
        var purchase = Purchase(providerID: "ABC", number: "+447700900123")
        purchase.pool = "7"
        try await fixture.keeper.recordOutcome(of: intended.id, .bought(purchase))
        #expect(try fixture.store.action(intended.id)?.details.pool == "7")
    }
}
