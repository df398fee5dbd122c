/// Every path the emulated 1001SMS answers.
enum SMS1001Endpoint: String, CaseIterable, Sendable {
    case services = "informative/services"
    case countries = "informative/countries"
    case pricing = "informative/pricing"
    case balance = "informative/balance"
    case order = "activations/order"
    case check = "activations/check"
    case active = "activations/active"
    case history = "activations/history"
    case cancel = "activations/cancel"
    case cancelAll = "activations/cancel-all"
    case archiveAll = "activations/archive-all"
    case one = "activations/:id"
    case profile = "account/profile"
    case transactions = "account/transactions"
    case transaction = "account/transactions/:id"
    case stats = "account/stats"

    var path: String { "api/v1/\(rawValue)" }

    var method: String {
        switch self {
        case .order, .check, .cancel, .cancelAll: "POST"
        default: "GET"
        }
    }

    var permission: SMS1001Emulator.Permission {
        rawValue.hasPrefix("activations/") ? .activate : .read
    }

    /// The endpoint of a path and the id in it. One sample in the document begins with `v1`.
    static func match(_ path: String) -> (endpoint: SMS1001Endpoint, id: String)? {
        let bare = path.hasPrefix("api/") ? path.dropFirst(4) : Substring(path)
        guard bare.hasPrefix("v1/") else { return nil }
        let rest = String(bare.dropFirst(3))
        if let endpoint = SMS1001Endpoint(rawValue: rest) { return (endpoint, "") }
        for (endpoint, folder) in [
            (SMS1001Endpoint.transaction, "account/transactions/"), (.one, "activations/"),
        ] where rest.hasPrefix(folder) {
            let id = rest.dropFirst(folder.count)
            guard !id.isEmpty, !id.contains("/") else { return nil }
            let decoded = FormParameters.urlEncoded("id=" + id.replacing("+", with: "%2B"))
            return (endpoint, decoded.first?.value ?? "")
        }
        return nil
    }
}
