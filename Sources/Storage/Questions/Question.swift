/// A person's SQL statement, as it is passed to the process that runs it.
struct Question: Codable, Sendable {
    var sql: String
    /// The maximum number of rows in the answer.
    var limit: Int
    /// The database's file.
    var path: String
    /// The time zone of `localtime`, as in the environment's `TZ`; nil for the machine's own.
    var zone: String?
}

/// The answer of that process.
enum QuestionReply: Codable, Sendable, Equatable {
    case table(Store.Table)
    /// A sentence for the person.
    case refused(String)
    /// Pages of the database hold content that was never written.
    case damaged
}
