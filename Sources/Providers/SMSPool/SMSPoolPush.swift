/// The line that a text pushed by SMSPool suggests looking at. Pushes are not signed, so they are
/// only hints: messages are requested, never taken from a push.
package enum SMSPoolPush: Equatable, Sendable {
    case order(String)
    case rental(String)
    /// The provider extended a rental automatically, or failed to.
    case autoExtended(String, succeeded: Bool)

    /// Nil for anything but a push by SMSPool.
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
    /// Nothing proves that a call comes from the provider: it is a hint sent to a secret address.
    package func news(
        _ request: PushRequest, secret: String?
    ) throws(PushRefusal) -> [PushNews] {
        switch SMSPoolPush.read(body: request.body) {
        case .order(let id)?, .rental(let id)?, .autoExtended(let id, _)?:
            [PushNews(providerID: id)]
        case nil: []
        }
    }
}
