/// A statement of a person's, as it is handed to the process that runs it.
struct Question: Codable, Sendable {
    var sql: String
    /// The most rows that are answered.
    var limit: Int
    /// The database's file.
    var path: String
    /// What `localtime` means in it, as in the environment's `TZ`; nil for the machine's own.
    var zone: String?
}

/// What is said to it.
enum QuestionReply: Codable, Sendable, Equatable {
    case table(Store.Table)
    /// A sentence for the person.
    case refused(String)
    /// Pages of the database cannot be what was once written.
    case damaged
}
