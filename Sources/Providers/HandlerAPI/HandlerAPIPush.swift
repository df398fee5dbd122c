/// What a pushed text says is worth a look. It is not signed, so it is a hint and nothing more: what
/// came is asked for, never taken from it.
package enum HandlerAPIPush: Equatable, Sendable {
    /// The activation of that id.
    case activation(String)
    case rental(String)
    /// Something came, and it is not said on what.
    case unnamed(service: String?)

    /// Nil for anything that is no push of this protocol.
    package static func read(body: [UInt8]) -> HandlerAPIPush? {
        guard body.count <= ReplyLimit.pushed, let json = try? JSONValue(parsing: body) else {
            return nil
        }
        if let rental = json.text("rentId", "rent_id") {
            return PushNews.plainID(rental).map(Self.rental)
        }
        if let id = json.text("activationId", "activation_id") {
            return PushNews.plainID(id).map(Self.activation)
        }
        let hasMessage = json.text("text", "code") != nil
        guard hasMessage, json.text("receivedAt") != nil || json.text("service") != nil else {
            return nil
        }
        return .unnamed(service: json.text("service"))
    }
}

extension HandlerAPI {
    /// Nothing in a call tells that it is the provider's: it is a hint, on an address that is secret.
    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> PushNews? {
        switch HandlerAPIPush.read(body: request.body) {
        case .activation(let id)?, .rental(let id)?: PushNews(providerID: id)
        case .unnamed?: PushNews()
        case nil: nil
        }
    }
}
