package import Accounts
package import Keeping
import Lines
package import Logging
package import Providers
import Storage
import Transport

/// Serves people and programs: asks providers for facts, then passes an intent to the keeper and
/// waits for its outcome.
package struct CommandService: Sendable {
    /// How long a caller waits for an action before being told that it is still pending.
    static let patience = Duration.seconds(60)

    /// The longest pause requested by a provider that is waited out instead of reported.
    private static let shortPause = Duration.seconds(5)

    package let keeper: Keeper
    let logger: Logger

    package init(keeper: Keeper, logger: Logger) {
        self.keeper = keeper
        self.logger = logger
    }

    /// Waits until the action has ended or was postponed, up to `patience`.
    func outcome(of action: OpenAction) async throws(KeeperError) -> OpenAction {
        let world = keeper.world
        let deadline = world.uptime() + Self.patience
        while !Task.isCancelled, world.uptime() < deadline {
            let seen = keeper.outcomesSignal.count
            if await keeper.hasNews(of: action.id) { break }
            await keeper.outcomesSignal.wait(
                since: seen, atMost: deadline - world.uptime(), in: world)
        }
        return try await keeper.action(action.id)
    }

    /// Makes a call for somebody who waits, and tells the keeper how it went.
    ///
    /// - Parameter provesKey: whether an answer shows that the key is good. Some providers show the
    ///   catalogue to everyone.
    package func call<Value: Sendable>(
        _ account: Account, provesKey: Bool = true,
        _ body: (any Provider) async throws(ProviderError) -> Answer<Value>
    ) async throws -> Value {
        try await waitForBudget(of: account)
        let result: Result<Answer<Value>, ProviderError>
        do throws(ProviderError) {
            result = .success(try await body(account.provider))
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let answer):
            await keeper.noteCall(
                on: account.name, providerTime: answer.providerTime,
                allowance: answer.allowance, isPublic: answer.isPublic || !provesKey, error: nil)
            if answer.requests > 1 {
                await keeper.owe(answer.requests - 1, on: account.name, for: .person)
            }
            return answer.value
        case .failure(let error):
            await keeper.noteCall(
                on: account.name, providerTime: nil, isPublic: !provesKey, error: error)
            throw error
        }
    }

    /// A person's requests count like all others: they wait for the budget, and respect a pause the
    /// provider asked for.
    private func waitForBudget(of account: Account) async throws {
        let world = keeper.world
        let deadline = world.uptime() + Self.patience
        while let later = await keeper.admission(to: account.name) {
            let wait = max(.milliseconds(20), later - world.now())
            let pause = await keeper.pause(of: account.name) ?? .zero
            guard pause <= Self.shortPause, world.uptime() + wait < deadline else {
                throw ProviderError.rateLimited(retryAfter: wait)
            }
            try await world.sleep(wait)
        }
    }

    // MARK: Catalogue

    /// Countries and services of an account, fetched if unknown or old.
    package func lists(of account: Account) async throws -> Catalogue {
        guard account.provider.capabilities.offers(.catalogue) else { return .unlisted }
        let known = await keeper.catalogue(of: account.name)
        if known.hasLists(at: keeper.world.now()) { return known }
        let countries = try await call(account, provesKey: false) {
            provider throws(ProviderError) in
            try await provider.countries()
        }
        let services = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.services(in: nil)
        }
        await keeper.keep(countries: countries, services: services, on: account.name)
        return await keeper.catalogue(of: account.name)
    }

    /// Rentals an account sells; fetched again if `now`, because a price is about to be agreed to.
    package func rentals(of account: Account, now: Bool = false) async throws -> Catalogue {
        let known = await keeper.catalogue(of: account.name)
        if !now, known.hasRentals(at: keeper.world.now()) { return known }
        let offers = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.rentalOffers()
        }
        await keeper.keep(rentals: offers, on: account.name)
        return await keeper.catalogue(of: account.name)
    }

    /// A rental at its current price, which is about to be agreed to.
    func rental(_ text: String, of account: Account) async throws -> RentalOffer {
        let known = try await rentals(of: account)
        let found: RentalOffer
        do throws(KeeperError) {
            found = try known.rental(text)
        } catch {
            // It may have been added since the list was fetched.
            return try await rentals(of: account, now: true).rental(text)
        }
        let offer = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.rentalOffer(found.id)
        }
        guard let offer else { throw ProviderError.unknownOffer }
        return offer
    }

    /// The price of extending a rental by `days`; nil if its product or price is unknown.
    func extensionPrice(of line: Line, days: Int) async throws -> Money? {
        let account = try await keeper.account(named: line.account)
        let quoted = try await call(account) { provider throws(ProviderError) in
            try await provider.extensionPrice(
                of: line.providerID ?? "", offer: line.product, service: line.service, days: days)
        }
        if let quoted { return quoted }
        guard let product = line.product else { return nil }
        let offer = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.rentalOffer(product)
        }
        guard let offer else { return nil }
        let prices = offer.extensionPrices(isSingle: line.service != nil)
        guard let price = prices[days] else {
            throw ProviderError.wrongDays(available: prices.keys.sorted())
        }
        return price
    }
}
