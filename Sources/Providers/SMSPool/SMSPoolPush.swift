/// What a text pushed by SMSPool says is worth a look. It is not signed, so it is a hint and nothing
/// more: what came is asked for, never taken from it.
package enum SMSPoolPush: Equatable, Sendable {
    case order(String)
    case rental(String)
    /// The provider extended a rental by itself, or failed to.
    case autoExtended(String, succeeded: Bool)

    /// Nil for anything that is no push of SMSPool's.
    package static func read(body: [UInt8]) -> SMSPoolPush? {
        guard body.count <= ReplyLimit.pushed, let json = try? JSONValue(parsing: body) else {
            return nil
        }
        if let code = json.text("rental_code").flatMap(PushNews.plainID) {
            if let success = json.flag("success"), json.first(of: ["full_sms", "sms"]) == nil {
                return .autoExtended(code, succeeded: success)
            }
            return .rental(code)
        }
        return json.text("orderid", "order_id", "order_code").flatMap(PushNews.plainID).map(
            Self.order)
    }
}

extension SMSPool {
    /// Nothing in a call tells that it is the provider's: it is a hint, on an address that is secret.
    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> PushNews? {
        switch SMSPoolPush.read(body: request.body) {
        case .order(let id)?, .rental(let id)?, .autoExtended(let id, _)?: PushNews(providerID: id)
        case nil: nil
        }
    }
}
