import GRDB

extension Database {
    /// Runs a statement that is compiled once per connection. Every message uses the same few
    /// statements, and compiling them costs more than running them.
    func perform(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Whether a query finds anything; compiled once like `perform`.
    func exists(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        let statement = try cachedStatement(sql: "SELECT EXISTS (\(sql))")
        return try Bool.fetchOne(statement, arguments: arguments) ?? false
    }
}
