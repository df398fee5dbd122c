/// The line that a pushed text suggests looking at. Pushes are not signed, so they are only hints:
/// messages are requested, never taken from a push.
package enum HandlerAPIPush: Equatable, Sendable {
    /// The activation with that id.
    case activation(String)
    case rental(String)
    /// Something arrived on an unnamed line.
    case unnamed(service: String?)

    /// Nil for anything but a push of this protocol.
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
    /// Nothing proves that a call comes from the provider: it is a hint sent to a secret address.
    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> [PushNews] {
        switch HandlerAPIPush.read(body: request.body) {
        case .activation(let id)?, .rental(let id)?: [PushNews(providerID: id)]
        case .unnamed?: [PushNews()]
        case nil: []
        }
    }
}
