import Transport

/// One call of the document: its path, how it is made and what may go wrong with it.
enum SMS1001Call: Equatable, Sendable {
    case services, countries, pricing
    case order, check, cancel, cancelAll
    case one(String)
    case active, history, archiveAll
    case balance, profile, transactions, stats
    case transaction(String)

    /// Behind the root. An id is escaped whole, so that none can lead to another address.
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

    /// What the log calls it: the path without an id.
    var name: String {
        switch self {
        case .one: "activations/:id"
        case .transaction: "account/transactions/:id"
        default: path
        }
    }

    /// `archive-all` is a GET, whatever its name says: it lists and changes nothing.
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

    /// Whether it is about one order or transaction that the provider may not know.
    var namesOne: Bool {
        switch self {
        case .check, .cancel, .one, .transaction: true
        default: false
        }
    }

    /// The most bytes of answer that are read.
    var limit: Int {
        switch self {
        case .services, .countries, .pricing, .transactions: ReplyLimit.lists
        case .check, .one, .active, .history, .archiveAll: ReplyLimit.texts
        default: ReplyLimit.plain
        }
    }
}

extension SMS1001Call {
    /// Whether an id can stand in a path at all: nothing, `.` and `..` mean another address, and a
    /// list's own name would be answered with that list.
    static func canName(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 200
            && !["active", "history", "archive-all"].contains(id)
            && !id.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    private static func segment(_ id: String) -> String { PercentEncoding.encode(id) }
}
