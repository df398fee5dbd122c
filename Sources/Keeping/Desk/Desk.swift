import Transport
import Lines
package import Logging
import Providers
import Storage

/// Where persons and programs are served: looks things up with the providers, then hands the keeper
/// an intent and waits for its outcome.
package struct Desk: Sendable {
    /// How long somebody is kept waiting for an action before they are told it is still pending.
    static let patience = Duration.seconds(60)

    package let keeper: Keeper
    let logger: Logger

    package init(keeper: Keeper, logger: Logger) {
        self.keeper = keeper
        self.logger = logger
    }

    /// Waits until the action ended or was postponed, within `patience`.
    func outcome(of action: Action) async throws(KeeperError) -> Action {
        let world = keeper.world
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await keeper.waitForNews(of: action.id) }
            group.addTask { try? await world.sleep(Self.patience) }
            await group.next()
            group.cancelAll()
        }
        return try await keeper.action(action.id)
    }

    /// Makes one call for somebody who waits, and tells the keeper how the account took it.
    func call<Value: Sendable>(
        _ account: Account, _ body: (any Provider) async throws(ProviderError) -> Answer<Value>
    ) async throws -> Value {
        let result: Result<Answer<Value>, ProviderError>
        do throws(ProviderError) {
            result = .success(try await body(account.provider))
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let answer):
            await keeper.noteCall(
                on: account.name, providerTime: answer.providerTime, error: nil)
            return answer.value
        case .failure(let error):
            await keeper.noteCall(on: account.name, providerTime: nil, error: error)
            throw error
        }
    }

    // MARK: Catalogue

    /// Countries and services of an account, asked when they are not known or old.
    package func lists(of account: Account) async throws -> Catalogue {
        let known = await keeper.catalogue(of: account.name)
        if known.hasLists(at: keeper.world.now()) { return known }
        let countries = try await call(account) { provider throws(ProviderError) in
            try await provider.countries()
        }
        let services = try await call(account) { provider throws(ProviderError) in
            try await provider.services(in: nil)
        }
        await keeper.keep(countries: countries, services: services, on: account.name)
        return await keeper.catalogue(of: account.name)
    }

    /// Rentals an account sells; asked anew when `now`, because prices are about to be agreed to.
    package func rentals(of account: Account, now: Bool = false) async throws -> Catalogue {
        let known = await keeper.catalogue(of: account.name)
        if !now, known.hasRentals(at: keeper.world.now()) { return known }
        let offers = try await call(account) { provider throws(ProviderError) in
            try await provider.rentalOffers()
        }
        await keeper.keep(rentals: offers, on: account.name)
        return await keeper.catalogue(of: account.name)
    }

    /// What extending a rental by `days` costs; nil when its product or price is not known.
    func extensionPrice(of line: Line, days: Int) async throws -> Money? {
        let account = try await keeper.account(named: line.account)
        let catalogue = try await rentals(of: account, now: true)
        guard let offer = catalogue.rentals.first(where: { $0.id == line.product }) else {
            return nil
        }
        guard let price = offer.prices[days] else {
            throw ProviderError.wrongDays(available: offer.prices.keys.sorted())
        }
        return price
    }
}
