import GRDBSQLite

/// What a person's statement may ask of SQLite, as lists of what is allowed; everything else is
/// refused with a sentence that names it.
///
/// SQLite asks before each thing a statement would do, while it reads the statement and before any
/// of it is carried out.
final class QuestionRules {
    /// Why the statement is refused; nil as long as it is not.
    var refusal: String?
    /// The word the statement begins with, `EXPLAIN` aside, in capitals.
    var firstWord = ""

    static let nothing = "There is no statement. \(remedy)"
    static let second = "These are two statements. Give one at a time."
    private static let remedy =
        "Run SELECT, WITH, VALUES or EXPLAIN, or a PRAGMA that only tells, such as "
        + "PRAGMA table_info(message)."

    /// Modules for virtual tables that are kept.
    static let modules = ["fts5", "json_each", "json_tree"]

    /// PRAGMAs that only tell, with or without an argument.
    private static let telling: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
        "foreign_key_list", "foreign_key_check", "database_list", "collation_list",
        "compile_options", "function_list", "module_list", "pragma_list", "integrity_check",
        "quick_check", "data_version", "page_count", "freelist_count",
    ]
    /// PRAGMAs that tell without an argument, and set something with one.
    private static let tellingAlone: Set<String> = [
        "user_version", "schema_version", "application_id", "page_size", "encoding",
        "auto_vacuum",
    ]

    /// Functions that compute their value from their arguments, the clock or chance.
    private static let functions: Set<String> = [
        // Texts, numbers and blobs.
        "abs", "char", "coalesce", "concat", "concat_ws", "format", "glob", "hex", "if", "ifnull",
        "iif", "instr", "length", "like", "likelihood", "likely", "lower", "ltrim", "max", "min",
        "nullif", "octet_length", "printf", "quote", "random", "randomblob", "replace", "round",
        "rtrim", "sign", "soundex", "substr", "substring", "trim", "typeof", "unhex", "unicode",
        "unistr", "unistr_quote", "unlikely", "upper", "zeroblob", "sqlite_version",
        // Over rows.
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

    /// Has SQLite ask these rules about every statement of a connection from now on.
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

    /// Why something may not be done; nil when it may.
    func objection(_ action: CInt, _ first: String?, _ second: String?) -> String? {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: nil
        // Asked when SQLite itself takes up a virtual table; a statement that says it is refused by
        // SQLite.
        case SQLITE_UPDATE where first == "sqlite_master": nil
        case SQLITE_FUNCTION: objection(toFunction: second ?? "")
        case SQLITE_PRAGMA: objection(toPragma: first ?? "", argument: second)
        case SQLITE_ATTACH: "ATTACH is not allowed here: it opens another file."
        case SQLITE_DETACH: "DETACH is not allowed here: there is one database."
        case SQLITE_TRANSACTION, SQLITE_SAVEPOINT:
            "\(firstWord) is not allowed here: a statement has a transaction of its own."
        default: writes
        }
    }

    /// Said of a statement that would write.
    var writes: String {
        let words = ["", "SELECT", "WITH", "VALUES", "PRAGMA"]
        let what = words.contains(firstWord) ? "This" : firstWord
        return "\(what) would change the database, which is only read here. \(Self.remedy)"
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
                + "These only tell: \(Self.telling.sorted().joined(separator: ", "))."
        }
        return argument.map { "PRAGMA \(name) = \($0) would change the database. Leave \($0) out." }
    }

    /// The first word behind blanks, remarks and `EXPLAIN [QUERY PLAN]`, in capitals.
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
