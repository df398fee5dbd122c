package import Accounts
import Keeping
package import Lines
import Providers
import Storage

extension CommandService {
    /// An order with service, country and price resolved.
    struct ResolvedOrder {
        var account: Account
        var payload: ActionDetails
        var what: String
        var country: String?
        var service: String?

        fileprivate var choice: OrderChoice {
            OrderChoice(
                account: account.name, pool: payload.pool, what: what, price: payload.price)
        }
    }

    package func quote(_ request: ActivationRequest) async throws -> Quote {
        let choices = try await unpaid { try await self.resolved(request) }
        guard let best = choices.first else { throw ProviderError.outOfStock("") }
        var quote = try await quote(best, maxPrice: request.maxPrice)
        quote.others = choices.dropFirst().prefix(request.tries - 1).map(\.choice)
            .filter { !request.isTooDear($0.price) }
        return quote
    }

    package func order(_ request: ActivationRequest, origin: String) async throws -> OpenAction {
        guard let resolved = try await unpaid({ try await self.resolved(request) }).first else {
            throw ProviderError.outOfStock("")
        }
        try check(resolved.payload.price, maxPrice: request.maxPrice)
        let action = try await keeper.recordIntent(
            .order, on: resolved.account.name, resolved.payload, origin: origin
        ) { [resolved] line in
            line.country = resolved.country
            line.service = resolved.service
        }
        return try await outcome(of: action)
    }

    package func quoteAgain(_ line: Line) async throws -> Quote {
        try await quote(try await resolve(again: line), maxPrice: nil)
    }

    /// Orders the number of an ended line once more: a purchase like any other.
    package func orderAgain(_ line: Line, maxPrice: Money?, origin: String) async throws
        -> OpenAction
    {
        var resolved = try await resolve(again: line)
        try check(resolved.payload.price, maxPrice: maxPrice)
        resolved.payload.maxPrice = maxPrice?.inCurrency(of: resolved.payload.price)
        let action = try await keeper.recordIntent(
            .order, on: resolved.account.name, resolved.payload, origin: origin
        ) { bought in
            bought.number = line.number
            bought.country = line.country
            bought.service = line.service
        }
        return try await outcome(of: action)
    }

    package func quote(_ request: RentalRequest) async throws -> Quote {
        let resolved = try await unpaid { try await resolve(request) }
        return try await quote(resolved, maxPrice: request.maxPrice)
    }

    package func rent(_ request: RentalRequest, origin: String) async throws -> OpenAction {
        let resolved = try await unpaid { try await resolve(request) }
        try check(resolved.payload.price, maxPrice: request.maxPrice)
        let action = try await keeper.recordIntent(
            .rent, on: resolved.account.name, resolved.payload, origin: origin
        ) { [resolved] line in
            line.product = resolved.payload.offer
            line.days = resolved.payload.days
            line.country = resolved.country
            line.service = resolved.service
        }
        return try await outcome(of: action)
    }

    package func quoteExtension(of line: Line, days: Int) async throws -> Quote {
        let price = try await unpaid { try await extensionPrice(of: line, days: days) }
        let account = try await keeper.account(named: line.account)
        var payload = ActionDetails()
        payload.price = price
        return try await quote(
            ResolvedOrder(
                account: account, payload: payload,
                what: "\(counted(days, "more day")) of line \(line.name)"), maxPrice: nil)
    }

    /// The price of another code on a line, which is usually free.
    package func quoteResend(of line: Line) async throws -> Quote {
        try await keeper.check(.resend, isPossibleFor: line)
        let account = try await keeper.account(named: line.account)
        var quote = Quote(account: account.name, what: "another code on line \(line.name)")
        do {
            quote.price = try await call(account) { provider throws(ProviderError) in
                try await provider.resendPrice(of: line.providerID ?? "")
            }
        } catch let error as ProviderError {
            guard case .unrecognised = error else {
                // An endpoint that is not there tells nothing of the price.
                if case .blocked = error.meaning, !error.isTrouble { return quote }
                throw error
            }
            quote.note =
                "\(account.name) did not tell the price in a known form. What it charges is "
                + "reported and booked."
            return quote
        }
        guard let price = quote.price, price.tenThousandths > 0 else { return quote }
        var payload = ActionDetails()
        payload.price = price
        return try await self.quote(
            ResolvedOrder(account: account, payload: payload, what: quote.what), maxPrice: nil)
    }

    package func extend(
        _ line: Line, days: Int, maxPrice: Money?, origin: String
    ) async throws -> OpenAction {
        let price = try await unpaid { try await extensionPrice(of: line, days: days) }
        try check(price, maxPrice: maxPrice)
        var payload = ActionDetails()
        payload.days = days
        payload.price = price
        payload.maxPrice = maxPrice?.inCurrency(of: price)
        return try await outcome(
            of: try await keeper.recordIntent(.extend, on: line, payload, origin: origin))
    }

    /// Any other action on a line.
    package func act(
        _ kind: Action.Kind, on line: Line, seconds: Int? = nil, maxPrice: Money? = nil,
        isAnyPriceAgreed: Bool = false, origin: String
    ) async throws -> OpenAction {
        var payload = ActionDetails()
        payload.maxPrice = maxPrice
        payload.isAnyPriceAgreed = isAnyPriceAgreed ? true : nil
        payload.seconds = seconds
        return try await outcome(
            of: try await keeper.recordIntent(kind, on: line, payload, origin: origin))
    }

    /// What is asked before anything is paid. A person who only reads that an answer was lost would
    /// fear that it was.
    private func unpaid<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as ProviderError {
            guard case .transport = error.meaning else { throw error }
            throw KeeperError.refused(
                "\(error) Nothing was bought: it was only asked for the price.")
        }
    }

    // MARK: Resolving

    /// The offers that an order can be made for, best first.
    private func resolved(_ request: ActivationRequest) async throws -> [ResolvedOrder] {
        try await choices(for: request).map { chosen in
            let offer = chosen.offer
            var payload = ActionDetails()
            payload.account = chosen.account.name
            payload.service = chosen.service.id
            payload.country = chosen.country.id
            payload.pool = request.isByPool ? offer.pool : request.pool
            payload.preference = request.isByPool ? nil : request.preference
            payload.area = request.area
            payload.messageKind = request.kind
            payload.maxPrice = request.maxPrice?.inCurrency(of: offer.price)
            payload.price = offer.price
            let pool = request.isByPool ? offer.poolName ?? offer.pool : request.pool
            let source =
                (pool.map { ", pool \($0)" } ?? "") + (request.area.map { ", area \($0)" } ?? "")
                + (request.kind == .call ? ", by call" : "")
            return ResolvedOrder(
                account: chosen.account, payload: payload,
                what: "\(chosen.service.name) in \(chosen.country.name)\(source)",
                country: chosen.place, service: chosen.service.name)
        }
    }

    private func resolve(again line: Line) async throws -> ResolvedOrder {
        try await keeper.checkAgain(line)
        let account = try await keeper.account(named: line.account)
        let id = line.providerID ?? ""
        let price = try await call(account) { provider throws(ProviderError) in
            try await provider.againPrice(of: id)
        }
        var payload = ActionDetails()
        payload.account = account.name
        // The words it was ordered with, which lists may use for it.
        let first = try keeper.store.order(of: line.id)
        payload.service = first?.details.service ?? line.service ?? ""
        payload.country = first?.details.country ?? line.country ?? ""
        payload.again = id
        payload.price = price
        return ResolvedOrder(
            account: account, payload: payload, what: "\(line.name) again",
            country: line.country, service: line.service)
    }

    private func resolve(_ request: RentalRequest) async throws -> ResolvedOrder {
        let able = try await keeper.accounts(offering: .rent, named: request.account)
        let account = try await seller(of: request.offer, among: able)
        let offer = try await rental(request.offer, of: account)
        var service: Service?
        if let text = request.service { service = try await lists(of: account).service(text) }
        let prices = offer.prices(isSingle: service != nil)
        guard let price = prices[request.days] else {
            throw ProviderError.wrongDays(available: prices.keys.sorted())
        }
        var payload = ActionDetails()
        payload.account = account.name
        payload.offer = offer.id
        payload.days = request.days
        payload.refundTerms = offer.refundTerms
        payload.service = service?.id
        payload.price = price
        payload.maxPrice = request.maxPrice?.inCurrency(of: price)
        let use = service.map { " for \($0.name)" } ?? ""
        return ResolvedOrder(
            account: account, payload: payload,
            what: "\(offer.name), \(counted(request.days, "day"))\(use)",
            country: CountryCodes.code(of: offer) ?? offer.name,
            service: service?.name)
    }

    func quote(_ resolved: ResolvedOrder, maxPrice: Money?) async throws -> Quote {
        let balance = try await unpaid {
            try await call(resolved.account) { provider throws(ProviderError) in
                try await provider.balance()
            }
        }
        await keeper.noteBalance(balance, on: resolved.account.name)
        let price = resolved.payload.price
        let spendable = try await keeper.spendable(
            on: resolved.account.name, origin: "console", in: price?.currency)
        var refusal: String?
        if let price, let maxPrice = maxPrice?.inCurrency(of: price), price.isMore(than: maxPrice) {
            refusal = "It costs \(price), above the maximum price of \(maxPrice)."
        } else if let price, price.isMore(than: balance) {
            refusal =
                "Insufficient balance: it costs \(price) and the account has \(balance). "
                + "Top up the account."
        } else if let price, let spendable, price.isMore(than: spendable) {
            refusal =
                "It costs \(price), but the spending limits allow only \(spendable) in the "
                + "next 24 hours."
        }
        return Quote(
            account: resolved.account.name, what: resolved.what, pool: resolved.payload.pool,
            price: price, balance: balance, spendable: spendable, refusal: refusal,
            note: await note(on: resolved))
    }

    /// The end of the refund period, and a warning if a rental's messages can only be seen through
    /// a webhook.
    private func note(on resolved: ResolvedOrder) async -> String? {
        guard resolved.payload.offer != nil, let days = resolved.payload.days else {
            return nil
        }
        var notes: [String] = []
        if let terms = resolved.payload.refundTerms { notes.append(terms.note(days: days)) }
        if !resolved.account.provider.capabilities.tellsRentalTexts,
            await keeper.pushEndpoint(of: resolved.account.name) == nil
        {
            notes.append(
                "Its messages are sent only to a webhook. Set up `push` in config.lua first, or "
                    + "read them on the provider's website.")
        }
        return notes.isEmpty ? nil : notes.joined(separator: ". ")
    }

    func check(_ price: Money?, maxPrice: Money?) throws(KeeperError) {
        guard let price, let maxPrice = maxPrice?.inCurrency(of: price),
            price.isMore(than: maxPrice)
        else { return }
        throw .dearer(price: price, agreed: maxPrice)
    }
}
