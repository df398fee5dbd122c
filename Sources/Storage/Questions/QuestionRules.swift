import GRDBSQLite

/// Lists of what a person's statement may ask of SQLite. Everything else is refused with a sentence
/// that names it.
///
/// SQLite asks before each operation while it compiles the statement, before any of it runs.
final class QuestionRules {
    /// Why the statement is refused; nil if it is not.
    var refusal: String?
    /// The first word of the statement in capitals, not counting `EXPLAIN`.
    var firstWord = ""

    static let nothing = "There is no statement. \(remedy)"
    static let second = "These are two statements. Give one at a time."
    private static let remedy =
        "Run SELECT, WITH, VALUES or EXPLAIN, or a PRAGMA that only reads, such as "
        + "PRAGMA table_info(message)."

    /// The virtual table modules that are kept.
    static let modules = ["fts5", "json_each", "json_tree"]

    /// PRAGMAs that only read, with or without an argument.
    private static let telling: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
        "foreign_key_list", "foreign_key_check", "database_list", "collation_list",
        "compile_options", "function_list", "module_list", "pragma_list", "integrity_check",
        "quick_check", "data_version", "page_count", "freelist_count",
    ]
    /// PRAGMAs that read without an argument and set something with one.
    private static let tellingAlone: Set<String> = [
        "user_version", "schema_version", "application_id", "page_size", "encoding",
        "auto_vacuum",
    ]

    /// Functions that depend only on their arguments, the clock or a random number.
    private static let functions: Set<String> = [
        // Texts, numbers and blobs.
        "abs", "char", "coalesce", "concat", "concat_ws", "format", "glob", "hex", "if", "ifnull",
        "iif", "instr", "length", "like", "likelihood", "likely", "lower", "ltrim", "max", "min",
        "nullif", "octet_length", "printf", "quote", "random", "randomblob", "replace", "round",
        "rtrim", "sign", "soundex", "substr", "substring", "trim", "typeof", "unhex", "unicode",
        "unistr", "unistr_quote", "unlikely", "upper", "zeroblob", "sqlite_version",
        // Aggregate and window functions.
        "avg", "count", "group_concat", "median", "percentile", "percentile_cont",
        "percentile_disc", "string_agg", "sum", "total", "cume_dist", "dense_rank", "first_value",
        "lag", "last_value", "lead", "nth_value", "ntile", "percent_rank", "rank", "row_number",
        // Times.
        "current_date", "current_time", "current_timestamp", "date", "datetime", "julianday",
        "strftime", "time", "timediff", "unixepoch",
        // Mathematics.
        "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "ceiling", "cos",
        "cosh", "degrees", "exp", "floor", "ln", "log", "log10", "log2", "mod", "pi", "pow",
        "power", "radians", "sin", "sinh", "sqrt", "tan", "tanh", "trunc",
        // Search and JSON.
        "match", "bm25", "highlight", "snippet", "->", "->>",
    ]

    /// Installs these rules as the authorizer of a connection.
    func watch(_ connection: OpaquePointer) {
        sqlite3_set_authorizer(
            connection,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                let rules = Unmanaged<QuestionRules>.fromOpaque(context).takeUnretainedValue()
                return rules.allow(
                    action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
                    ? SQLITE_OK : SQLITE_DENY
            },
            Unmanaged.passUnretained(self).toOpaque())
    }

    private func allow(_ action: CInt, _ first: String?, _ second: String?) -> Bool {
        guard let reason = objection(action, first, second) else { return true }
        if refusal == nil { refusal = reason }
        return false
    }

    /// Why an operation is not allowed; nil if it is.
    func objection(_ action: CInt, _ first: String?, _ second: String?) -> String? {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: nil
        // Requested when SQLite itself loads a virtual table; SQLite refuses a statement that does
        // this.
        case SQLITE_UPDATE where first == "sqlite_master": nil
        case SQLITE_FUNCTION: objection(toFunction: second ?? "")
        case SQLITE_PRAGMA: objection(toPragma: first ?? "", argument: second)
        case SQLITE_ATTACH: "ATTACH is not allowed here: it opens another file."
        case SQLITE_DETACH: "DETACH is not allowed here: there is one database."
        case SQLITE_TRANSACTION, SQLITE_SAVEPOINT:
            "\(firstWord) is not allowed here: each statement has its own transaction."
        default: writes
        }
    }

    /// The refusal of a statement that would write.
    var writes: String {
        let words = ["", "SELECT", "WITH", "VALUES", "PRAGMA"]
        let what = words.contains(firstWord) ? "This" : firstWord
        return "\(what) would change the database, which is read-only here. \(Self.remedy)"
    }

    private func objection(toFunction name: String) -> String? {
        let lowercase = name.lowercased()
        if Self.functions.contains(lowercase) || lowercase.hasPrefix("json") { return nil }
        return "The function \(name)() is not allowed here."
    }

    private func objection(toPragma name: String, argument: String?) -> String? {
        let lowercase = name.lowercased()
        if Self.telling.contains(lowercase) { return nil }
        guard Self.tellingAlone.contains(lowercase) else {
            return "PRAGMA \(name) is not allowed here: it changes the database or how it is used. "
                + "These only read: \(Self.telling.sorted().joined(separator: ", "))."
        }
        return argument.map { "PRAGMA \(name) = \($0) would change the database. Leave \($0) out." }
    }

    /// The first word after blanks, comments and `EXPLAIN [QUERY PLAN]`, in capitals.
    static func firstWord(of sql: String) -> String {
        var rest = Substring(sql).unicodeScalars
        while true {
            rest = rest.drop { $0.properties.isWhitespace || $0 == ";" || $0 == "(" }
            if rest.starts(with: "--".unicodeScalars) {
                rest = rest.drop { $0 != "\n" }
                continue
            }
            if rest.starts(with: "/*".unicodeScalars) {
                rest.removeFirst(2)
                while !rest.isEmpty, !rest.starts(with: "*/".unicodeScalars) { rest.removeFirst() }
                rest = rest.dropFirst(2)
                continue
            }
            let word = rest.prefix { $0.properties.isAlphabetic }
            rest = rest.dropFirst(word.count)
            let capitals = String(word).uppercased()
            if !["EXPLAIN", "QUERY", "PLAN"].contains(capitals) { return capitals }
        }
    }
}
