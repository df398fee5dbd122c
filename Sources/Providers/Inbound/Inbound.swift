package import Lines
package import Transport

/// The person's own numbers under one name in config.lua: their messages are posted to the manager
/// by a phone, a modem's program or a carrier.
///
/// There is nobody to ask, to pay or to wait for. A number rented from a carrier, which can be
/// listed and given back, would be an adapter of its own that reads the carrier's posts with the
/// same `InboundDialect`.
package struct Inbound: Provider {
    package let lines: [OwnLine]
    private let dialect: InboundDialect
    /// Nil if nothing may be posted over the network.
    private let key: Secret?

    /// - Parameter key: what proves a post: a shared secret, or for Telnyx its public key.
    package init(lines: [OwnLine], dialect: InboundDialect = .linekeeper, key: Secret? = nil) {
        self.lines = lines
        self.dialect = dialect
        self.key = key
    }

    package var capabilities: Capabilities {
        key == nil ? Capabilities([]) : .of(.inbound)
    }

    package var pushAnswer: PushAnswer { dialect.answer }

    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> [PushNews] {
        guard let key else { throw .unexpected }
        var news: [PushNews] = []
        for post in try dialect.read(request, key: key) {
            let line = try lines.line(named: request.line ?? post.line, for: post.number)
            news.append(
                PushNews(providerID: line.name, message: post.message, postID: post.id))
        }
        return news
    }
}

/// What an account without a provider cannot be asked.
extension Inbound {
    package func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        throw .notOffered(.order)
    }
    package func order(_ order: ActivationOrder) async throws(ProviderError) -> Answer<Purchase> {
        throw .notOffered(.order)
    }
    package func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation> {
        throw .notOffered(.cancel)
    }
    package func check(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        throw .notOffered(.order)
    }
    package func balance() async throws(ProviderError) -> Answer<Money> {
        throw .notOffered(.balance)
    }
}
