/// The paths of sms-activate.dev; one of them contains an id.
enum SMSActivateDevEndpoint: String, CaseIterable {
    case balance = "api/v1/balance"
    case available = "api/v1/numbers/available"
    case buy = "api/v1/numbers/buy"
    case activation = "api/v1/activations/:id"

    static func read(_ path: String) -> (endpoint: SMSActivateDevEndpoint, id: String)? {
        if let endpoint = SMSActivateDevEndpoint(rawValue: path) {
            return endpoint == .activation ? nil : (endpoint, "")
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.starts(with: ["api", "v1", "activations"]),
            let id = parts.last, !id.isEmpty
        else { return nil }
        return (.activation, String(id))
    }

    /// The methods it accepts.
    var methods: [String] {
        switch self {
        case .balance, .available: ["GET"]
        case .buy: ["POST"]
        case .activation: ["GET", "DELETE"]
        }
    }
}
