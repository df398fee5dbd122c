import Transport

/// One call of the document: its path, method and possible refusals.
enum SMS1001Call: Equatable, Sendable {
    case services, countries, pricing
    case order, check, cancel, cancelAll
    case one(String)
    case active, history, archiveAll
    case balance, profile, transactions, stats
    case transaction(String)

    /// The path after the root. Ids are escaped completely, so that none can lead to another
    /// address.
    var path: String {
        switch self {
        case .services: "informative/services"
        case .countries: "informative/countries"
        case .pricing: "informative/pricing"
        case .order: "activations/order"
        case .check: "activations/check"
        case .cancel: "activations/cancel"
        case .cancelAll: "activations/cancel-all"
        case .one(let id): "activations/\(SMS1001Call.segment(id))"
        case .active: "activations/active"
        case .history: "activations/history"
        case .archiveAll: "activations/archive-all"
        case .balance: "informative/balance"
        case .profile: "account/profile"
        case .transactions: "account/transactions"
        case .transaction(let id): "account/transactions/\(SMS1001Call.segment(id))"
        case .stats: "account/stats"
        }
    }

    /// The name in the log: the path without an id.
    var name: String {
        switch self {
        case .one: "activations/:id"
        case .transaction: "account/transactions/:id"
        default: path
        }
    }

    /// Despite its name, `archive-all` is a GET that lists and changes nothing.
    var isPosted: Bool {
        switch self {
        case .order, .check, .cancel, .cancelAll: true
        default: false
        }
    }

    var isPayment: Bool {
        switch self {
        case .order, .cancel, .cancelAll: true
        default: false
        }
    }

    /// Whether it concerns one order or transaction, which the provider may not know.
    var namesOne: Bool {
        switch self {
        case .check, .cancel, .one, .transaction: true
        default: false
        }
    }

    /// The maximum number of bytes read of the answer.
    var limit: Int {
        switch self {
        case .services, .countries, .pricing, .transactions: ReplyLimit.lists
        case .check, .one, .active, .history, .archiveAll: ReplyLimit.texts
        default: ReplyLimit.plain
        }
    }
}

extension SMS1001Call {
    /// Whether an id can be part of a path: an empty one, `.` and `..` mean another address, and
    /// the name of a list would return that list.
    static func canName(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 200
            && !["active", "history", "archive-all"].contains(id)
            && !id.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    private static func segment(_ id: String) -> String { PercentEncoding.encode(id) }
}
