package import Accounts
import Keeping
package import Lines
import Providers
import Storage

/// Orders of several services on one number. Each is one payment, under the limits and with the
/// doubts of any purchase.
extension CommandService {
    package func quote(_ request: SharedRequest) async throws -> Quote {
        try await quote(try await resolve(request), maxPrice: request.maxPrice)
    }

    package func order(_ request: SharedRequest, origin: String) async throws -> OpenAction {
        try await buy(try await resolve(request), maxPrice: request.maxPrice, origin: origin) {
            _ in
        }
    }

    package func quote(_ service: String, besides line: Line) async throws -> Quote {
        try await quote(try await resolve(service, besides: line), maxPrice: nil)
    }

    /// Orders another service on the number of a line that has not ended: a line of its own.
    package func order(
        _ service: String, besides line: Line, maxPrice: Money?, origin: String
    ) async throws -> OpenAction {
        try await buy(
            try await resolve(service, besides: line), maxPrice: maxPrice, origin: origin
        ) { $0.number = line.number }
    }

    private func buy(
        _ resolved: ResolvedOrder, maxPrice: Money?, origin: String,
        _ draft: @Sendable (inout Line) -> Void
    ) async throws -> OpenAction {
        try check(resolved.payload.price, maxPrice: maxPrice)
        var payload = resolved.payload
        payload.maxPrice = maxPrice
        let action = try await keeper.recordIntent(
            .order, on: resolved.account.name, payload, origin: origin
        ) { [resolved] line in
            line.country = resolved.country
            line.service = resolved.service
            draft(&line)
        }
        return try await outcome(of: action)
    }

    /// The cheapest account that has all of the services. The price is their sum, which is paid
    /// once.
    private func resolve(_ request: SharedRequest) async throws -> ResolvedOrder {
        var found: [ResolvedOrder] = []
        var obstacles = Refusals()
        for account in try await keeper.accounts(offering: .share, named: request.account) {
            do {
                found.append(try await resolve(request, on: account))
            } catch {
                obstacles.append(error, of: account.name)
            }
        }
        let best = found.min { left, right in
            guard let one = left.payload.price, let other = right.payload.price,
                one.currency == other.currency
            else { return false }
            return other.isMore(than: one)
        }
        guard let best else { throw obstacles.error ?? ProviderError.outOfStock("") }
        return best
    }

    private func resolve(
        _ request: SharedRequest, on account: Account
    ) async throws -> ResolvedOrder {
        let lists = try await lists(of: account)
        let country = try lists.country(request.country)
        var shared: [SharedService] = []
        for word in request.services {
            let service = try lists.service(word)
            guard !shared.contains(where: { $0.id == service.id }) else {
                throw KeeperError.refused("\(service.name) is named twice.")
            }
            let price = try await price(of: service, in: country, request.pool, on: account)
            shared.append(SharedService(id: service.id, name: service.name, price: price))
        }
        guard let first = shared.first, (2...SharedRequest.mostServices).contains(shared.count)
        else {
            throw KeeperError.refused(
                "Name 2 to \(SharedRequest.mostServices) services, such as `google,whatsapp`.")
        }
        var payload = ActionDetails()
        payload.account = account.name
        payload.service = first.id
        payload.country = country.id
        payload.pool = request.pool
        payload.shared = shared
        payload.price = shared.dropFirst().reduce(first.price) { $0 + $1.price }
        let names = shared.map { "\($0.name) (\($0.price))" }.joined(separator: ", ")
        return ResolvedOrder(
            account: account, payload: payload, what: "\(names) on one number in \(country.name)",
            country: MarketOffer.place(country), service: first.name)
    }

    private func resolve(_ word: String, besides line: Line) async throws -> ResolvedOrder {
        try await keeper.checkBesides(line)
        let account = try await keeper.account(named: line.account)
        let lists = try await lists(of: account)
        let service = try lists.service(word)
        // The country in the provider's word, as it was ordered with.
        let first = try keeper.store.order(of: line.id)
        let country = try lists.country(first?.details.country ?? line.country ?? "")
        let price = try await price(of: service, in: country, nil, on: account)
        var payload = ActionDetails()
        payload.account = account.name
        payload.service = service.id
        payload.country = country.id
        payload.besides = line.providerID
        payload.price = price
        return ResolvedOrder(
            account: account, payload: payload, what: "\(service.name) on \(line.name)",
            country: line.country, service: service.name)
    }

    private func price(
        of service: Service, in country: Country, _ pool: String?, on account: Account
    ) async throws -> Money {
        let offer = try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.activationOffer(
                service: service.id, country: country.id, pool: pool)
        }
        guard offer.stock != 0 else { throw ProviderError.outOfStock("") }
        return offer.price
    }
}
