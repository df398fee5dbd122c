/// What a text pushed by SMSPool says is worth a look. It is not signed, so it is a hint and nothing
/// more: what came is asked for, never taken from it.
package enum SMSPoolPush: Equatable, Sendable {
    case order(String)
    case rental(String)
    /// The provider extended a rental by itself, or failed to.
    case autoExtended(String, succeeded: Bool)

    /// Nil for anything that is no push of SMSPool's.
    package static func read(body: [UInt8]) -> SMSPoolPush? {
        guard body.count <= 64 << 10, let json = try? JSONValue(parsing: body) else { return nil }
        if let code = json.text("rental_code").flatMap(name) {
            if let success = json.flag("success"), json.first(of: ["full_sms", "sms"]) == nil {
                return .autoExtended(code, succeeded: success)
            }
            return .rental(code)
        }
        return json.text("orderid", "order_id", "order_code").flatMap(name).map(Self.order)
    }

    /// Ids of letters, digits and dashes only: whoever wrote the text may be anybody.
    private static func name(_ id: String) -> String? {
        let isPlain = id.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || $0 == 45 || $0 == 95
        }
        return isPlain && id.utf8.count <= 64 ? id : nil
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
