package import Lines
import Providers
import Storage

/// A price quoted before the purchase.
package struct Quote: Sendable {
    package var account: String
    package var what: String
    package var price: Money?
    package var balance: Money?
    package var spendable: Money?
    package var refusal: String?
    /// Facts to know before buying.
    package var note: String?
}

/// An order for an activation, in a person's words.
package struct ActivationWish: Sendable {
    package var service: String
    package var country: String
    package var account: String?
    package var pool: String?
    package var maxPrice: Money?

    package init(service: String, country: String) {
        self.service = service
        self.country = country
    }
}

/// An order for a rental, in a person's words.
package struct RentalWish: Sendable {
    package var offer: String
    package var days: Int
    package var service: String?
    package var account: String?
    package var maxPrice: Money?

    package init(offer: String, days: Int) {
        self.offer = offer
        self.days = days
    }
}

extension Desk {
    /// An order with service, country and price resolved.
    private struct Understood {
        var account: Account
        var payload: ActionDetails
        var what: String
        var country: String?
        var service: String?
    }

    package func quote(_ wish: ActivationWish) async throws -> Quote {
        try await quote(try await understand(wish), maxPrice: wish.maxPrice)
    }

    package func order(_ wish: ActivationWish, origin: String) async throws -> OpenAction {
        let understood = try await understand(wish)
        try check(understood.payload.price, maxPrice: wish.maxPrice)
        let action = try await keeper.intend(
            .order, on: understood.account.name, understood.payload, origin: origin
        ) { [understood] line in
            line.country = understood.country
            line.service = understood.service
        }
        return try await outcome(of: action)
    }

    package func quoteAgain(_ line: Line) async throws -> Quote {
        try await quote(try await understand(again: line), maxPrice: nil)
    }

    /// Orders the number of an ended line once more: a purchase like any other.
    package func orderAgain(_ line: Line, maxPrice: Money?, origin: String) async throws
        -> OpenAction
    {
        var understood = try await understand(again: line)
        try check(understood.payload.price, maxPrice: maxPrice)
        understood.payload.maxPrice = maxPrice
        let action = try await keeper.intend(
            .order, on: understood.account.name, understood.payload, origin: origin
        ) { bought in
            bought.number = line.number
            bought.country = line.country
            bought.service = line.service
        }
        return try await outcome(of: action)
    }

    package func quote(_ wish: RentalWish) async throws -> Quote {
        try await quote(try await understand(wish), maxPrice: wish.maxPrice)
    }

    package func rent(_ wish: RentalWish, origin: String) async throws -> OpenAction {
        let understood = try await understand(wish)
        try check(understood.payload.price, maxPrice: wish.maxPrice)
        let action = try await keeper.intend(
            .rent, on: understood.account.name, understood.payload, origin: origin
        ) { [understood] line in
            line.product = understood.payload.offer
            line.days = understood.payload.days
            line.country = understood.country
            line.service = understood.service
        }
        return try await outcome(of: action)
    }

    package func quoteExtension(of line: Line, days: Int) async throws -> Quote {
        let price = try await extensionPrice(of: line, days: days)
        let account = try await keeper.account(named: line.account)
        var payload = ActionDetails()
        payload.price = price
        return try await quote(
            Understood(
                account: account, payload: payload,
                what: "\(counted(days, "more day")) of line \(line.name)"), maxPrice: nil)
    }

    package func extend(
        _ line: Line, days: Int, maxPrice: Money?, origin: String
    ) async throws -> OpenAction {
        let price = try await extensionPrice(of: line, days: days)
        try check(price, maxPrice: maxPrice)
        var payload = ActionDetails()
        payload.days = days
        payload.price = price
        payload.maxPrice = maxPrice
        return try await outcome(
            of: try await keeper.intend(.extend, on: line, payload, origin: origin))
    }

    /// Any other action on a line.
    package func act(
        _ kind: Action.Kind, on line: Line, seconds: Int? = nil, maxPrice: Money? = nil,
        origin: String
    ) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.maxPrice = maxPrice
        payload.seconds = seconds
        return try await outcome(
            of: try await keeper.intend(kind, on: line, payload, origin: origin))
    }

    // MARK: Understanding

    /// The cheapest account that has it in stock. An account that fails to answer does not hold up
    /// the others; if all fail, their reasons are reported.
    private func understand(_ wish: ActivationWish) async throws -> Understood {
        let able = try await keeper.accounts(offering: .order, named: wish.account)
        var best: Understood?
        var obstacles = Refusals()
        for account in able {
            do {
                let found = try await understand(wish, on: account)
                if let price = best?.payload.price {
                    guard let other = found.payload.price, price.isMore(than: other) else {
                        continue
                    }
                }
                best = found
            } catch {
                obstacles.append(error, of: account.name)
            }
        }
        if let best { return best }
        throw obstacles.error ?? ProviderError.outOfStock("")
    }

    private func understand(
        _ wish: ActivationWish, on account: Account
    ) async throws -> Understood {
        let lists = try await lists(of: account)
        let service = try lists.service(wish.service)
        let country = try lists.country(wish.country)
        let offer = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.activationOffer(
                service: service.id, country: country.id, pool: wish.pool)
        }
        guard offer.stock != 0 else { throw ProviderError.outOfStock("") }
        var payload = ActionDetails()
        payload.account = account.name
        payload.service = service.id
        payload.country = country.id
        payload.pool = wish.pool
        payload.maxPrice = wish.maxPrice
        payload.price = offer.price
        let source = wish.pool.map { ", pool \($0)" } ?? ""
        return Understood(
            account: account, payload: payload,
            what: "\(service.name) in \(country.name)\(source)",
            country: country.code ?? country.name, service: service.name)
    }

    private func understand(again line: Line) async throws -> Understood {
        try await keeper.checkAgain(line)
        let account = try await keeper.account(named: line.account)
        let id = line.providerID ?? ""
        let price = try await call(account) { provider throws(ProviderError) in
            try await provider.againPrice(of: id)
        }
        var payload = ActionDetails()
        payload.account = account.name
        // The words it was ordered with, which lists may use for it.
        let first = try keeper.store.actions(line: line.id, limit: 100).last { $0.kind == .order }
        payload.service = first?.details.service ?? line.service ?? ""
        payload.country = first?.details.country ?? line.country ?? ""
        payload.again = id
        payload.price = price
        return Understood(
            account: account, payload: payload, what: "\(line.name) once more",
            country: line.country, service: line.service)
    }

    private func understand(_ wish: RentalWish) async throws -> Understood {
        let able = try await keeper.accounts(offering: .rent, named: wish.account)
        let account = try await seller(of: wish.offer, among: able)
        let offer = try await rental(wish.offer, of: account)
        var service: Service?
        if let text = wish.service { service = try await lists(of: account).service(text) }
        let prices = offer.prices(isSingle: service != nil)
        guard let price = prices[wish.days] else {
            throw ProviderError.wrongDays(available: prices.keys.sorted())
        }
        var payload = ActionDetails()
        payload.account = account.name
        payload.offer = offer.id
        payload.days = wish.days
        payload.refundTerms = offer.refundTerms
        payload.service = service?.id
        payload.price = price
        payload.maxPrice = wish.maxPrice
        let use = service.map { " for \($0.name)" } ?? ""
        return Understood(
            account: account, payload: payload,
            what: "\(offer.name), \(counted(wish.days, "day"))\(use)",
            country: CountryCodes.code(of: offer) ?? offer.name,
            service: service?.name)
    }

    private func quote(_ understood: Understood, maxPrice: Money?) async throws -> Quote {
        let balance = try await call(understood.account) { provider throws(ProviderError) in
            try await provider.balance()
        }
        await keeper.noteBalance(balance, on: understood.account.name)
        let price = understood.payload.price
        let spendable = try await keeper.spendable(on: understood.account.name, origin: "console")
        var refusal: String?
        if let price, let maxPrice, price.isMore(than: maxPrice) {
            refusal = "It costs \(price), more than the \(maxPrice) given."
        } else if let price, price.isMore(than: balance) {
            refusal = "It costs \(price) and the account has \(balance). Top it up."
        } else if let price, let spendable, price.isMore(than: spendable) {
            refusal = "It costs \(price) and only \(spendable) may still be spent in 24 hours."
        }
        return Quote(
            account: understood.account.name, what: understood.what, price: price,
            balance: balance, spendable: spendable, refusal: refusal,
            note: await note(on: understood))
    }

    /// The end of the refund period, and a warning if a rental's messages can only be seen through
    /// a webhook.
    private func note(on understood: Understood) async -> String? {
        guard understood.payload.offer != nil, let days = understood.payload.days else {
            return nil
        }
        var notes: [String] = []
        if let terms = understood.payload.refundTerms { notes.append(terms.note(days: days)) }
        if !understood.account.provider.capabilities.tellsRentalTexts,
            await keeper.pushPlace(of: understood.account.name) == nil
        {
            notes.append(
                "What it receives is only told to a webhook: set up `push` in config.lua first, or "
                    + "read it on the provider's website.")
        }
        return notes.isEmpty ? nil : notes.joined(separator: ". ")
    }

    private func check(_ price: Money?, maxPrice: Money?) throws(KeeperError) {
        guard let price, let maxPrice, price.isMore(than: maxPrice) else { return }
        throw .dearer(price: price, agreed: maxPrice)
    }
}
