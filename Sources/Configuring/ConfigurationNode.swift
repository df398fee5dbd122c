import Lines
import Scripting
import Transport

/// A table of `config.lua` being decoded: returns its fields by type, and reports unknown ones at
/// the end.
struct ConfigurationNode {
    /// Resolves secrets that the configuration only names.
    struct Secrets: Sendable {
        var environment: @Sendable (String) -> String?
        var file: @Sendable (String) -> String?
        /// Called with keys written in the configuration itself.
        var plain: @Sendable (String) -> Void
    }

    let path: [String]
    private let fields: [String: ScriptValue]
    private let document: ConfigurationDocument
    private let secrets: Secrets
    private var asked: Set<String> = []

    init(_ document: ConfigurationDocument, secrets: Secrets) {
        self.document = document
        self.secrets = secrets
        path = []
        fields = document.values
    }

    init(
        path: [String], _ value: ScriptValue, _ parent: ConfigurationNode
    ) throws(ConfigurationError) {
        self.path = path
        document = parent.document
        secrets = parent.secrets
        guard let fields = value.fields else {
            throw parent.fault(path, "must be a table { ... }, not \(value.kindInWords)")
        }
        self.fields = fields
    }

    /// The names in this table, sorted: for tables whose keys a person chose.
    var names: [String] { fields.keys.sorted() }

    // MARK: Fields

    mutating func table(_ name: String) throws(ConfigurationError) -> ConfigurationNode? {
        guard let value = value(name) else { return nil }
        return try ConfigurationNode(path: path + [name], value, self)
    }

    mutating func text(_ name: String) throws(ConfigurationError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.text else { throw wrong(name, "a text in quotes", value) }
        try check(text, of: name)
        return text
    }

    /// A whole number of any size; nil if something else stands there.
    mutating func wholeNumber(_ name: String) -> Int64? { value(name)?.whole }

    /// Whether a field is a text, where a table may stand instead.
    func holdsText(_ name: String) -> Bool { fields[name]?.text != nil }

    /// Whether a field is a table, where a text may stand instead.
    func holdsTable(_ name: String) -> Bool { fields[name]?.fields != nil }

    /// Whether a field is a list with items, where a table may stand instead.
    func holdsList(_ name: String) -> Bool { fields[name]?.items?.isEmpty == false }

    mutating func flag(_ name: String) throws(ConfigurationError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.flag else { throw wrong(name, "true or false", value) }
        return flag
    }

    mutating func whole(
        _ name: String, in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.whole.flatMap({ Int(exactly: $0) }), range.contains(number) else {
            throw outOfRange(
                name, "a whole number from \(range.lowerBound) to \(range.upperBound)", value)
        }
        return number
    }

    mutating func number(
        _ name: String, in range: ClosedRange<Double>
    ) throws(ConfigurationError) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.real, range.contains(number) else {
            let (least, most) = (Self.shown(range.lowerBound), Self.shown(range.upperBound))
            throw outOfRange(name, "a number from \(least) to \(most)", value)
        }
        return number
    }

    /// A number as a person writes it: `1000`, `0.01`.
    private static func shown(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    /// An amount: 10, 0.5 or "0.50".
    ///
    /// - Parameter currency: nil for US dollars.
    mutating func money(
        _ name: String, in currency: String? = nil
    ) throws(ConfigurationError) -> Money? {
        guard let value = value(name) else { return nil }
        let text =
            switch value {
            case .integer(let number): "\(number)"
            case .number(let number): "\(number)"
            case .string(let text): text
            default: ""
            }
        guard let money = Money(decimal: text, currency: currency ?? Money.usd),
            money.tenThousandths >= 0
        else {
            throw outOfRange(name, "an amount such as 10 or 0.50", value)
        }
        return money
    }

    /// `"5s"`, `"10m"`, `"1h30m"`, `"1d"`, `"2w"`; ten years at most.
    ///
    /// - Parameter least: the shortest one, as it is written.
    mutating func duration(
        _ name: String, least: String = "1s"
    ) throws(ConfigurationError) -> Duration? {
        guard let value = value(name) else { return nil }
        guard let duration = value.text.flatMap({ Duration(spelled: $0) }),
            let shortest = Duration(spelled: least), duration >= shortest,
            duration <= .days(3650)
        else {
            let given = value.text.map { "\"\($0)\"" } ?? value.kindInWords
            throw fault(
                path + [name],
                "must be a duration from \"\(least)\" to \"3650d\", such as \"30s\", \"10m\", \"1h30m\" or "
                    + "\"1d\", not \(given)")
        }
        return duration
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(ConfigurationError) -> Choice? {
        guard let value = value(name) else { return nil }
        let known = Choice.allCases.map(\.rawValue)
        guard let text = value.text, let choice = Choice(rawValue: text) else {
            let meant = value.text.flatMap { nearest($0, to: known) }
            throw fault(
                path + [name],
                "must be one of \(known.map { "\"\($0)\"" }.joined(separator: ", "))"
                    + (meant.map { "; did you mean \"\($0)\"?" } ?? ""))
        }
        return choice
    }

    mutating func texts(_ name: String) throws(ConfigurationError) -> [String]? {
        try texts(name, "a list of texts such as { \"a\", \"b\" }", from: \.text)
    }

    /// A list of which each item is a text in some way.
    mutating func texts(
        _ name: String, _ expected: String, from text: (ScriptValue) -> String?
    ) throws(ConfigurationError) -> [String]? {
        guard let value = value(name) else { return nil }
        let texts = value.items?.compactMap(text)
        guard let items = value.items, let texts, texts.count == items.count else {
            throw wrong(name, expected, value)
        }
        for text in texts { try check(text, of: name) }
        return texts
    }

    /// A secret: `secret("NAME")`, `secret_file("path")`, or the text itself.
    mutating func secret(_ name: String) throws(ConfigurationError) -> Secret? {
        guard let value = value(name) else { return nil }
        return try secret(name, value)
    }

    /// A list of secrets; a single one may stand without the list.
    mutating func secretList(_ name: String) throws(ConfigurationError) -> [Secret]? {
        guard let value = value(name) else { return nil }
        guard let items = value.items else { return [try secret(name, value)] }
        var secrets: [Secret] = []
        for item in items { secrets.append(try secret(name, item)) }
        return secrets
    }

    /// Secrets by names of a person's choice.
    mutating func secretTable(
        _ name: String
    ) throws(ConfigurationError) -> [String: Secret]? {
        guard var table = try table(name) else { return nil }
        var secrets: [String: Secret] = [:]
        for name in table.names { secrets[name] = try table.secret(name) }
        return secrets
    }

    private func secret(
        _ name: String, _ value: ScriptValue
    ) throws(ConfigurationError) -> Secret {
        if let text = value.text {
            guard !text.isEmpty else { throw fault(path + [name], "is empty") }
            try check(text, of: name)
            if Self.isKey(name) { secrets.plain((path + [name]).joined(separator: ".")) }
            return Secret(text)
        }
        let found: String?
        let absence: String
        switch SecretReference(value) {
        case .environment(let variable):
            found = secrets.environment(variable)
            absence = "the environment variable \(variable) is not set"
        case .file(let file):
            found = secrets.file(file)
            absence = "the file \(file) cannot be read or is empty"
        case nil: throw wrong(name, "secret(\"NAME\") or secret_file(\"path\")", value)
        }
        guard let found, !found.isEmpty else { throw fault(path + [name], absence) }
        return Secret(found)
    }

    /// The text of a file beside the configuration, without surrounding whitespace.
    func contents(of file: String) -> String? {
        secrets.file(file).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a field of this name holds a key, rather than an address that may contain one.
    static func isKey(_ name: String) -> Bool {
        let lowercase = name.lowercased()
        return ["key", "secret", "token", "auth", "password"].contains { lowercase.contains($0) }
    }

    /// The constructor that made a channel: `ntfy`, `webhook`, ...
    mutating func channelType() throws(ConfigurationError) -> String {
        guard let type = value("channel_type")?.text else {
            throw fault(path, "must be made by a channel such as ntfy { ... } or file { ... }")
        }
        return type
    }

    // MARK: Faults

    /// Rejects unknown fields: a misspelt limit must not silently mean no limit.
    func close() throws(ConfigurationError) {
        for name in names where !asked.contains(name) {
            let known = asked.subtracting(["channel_type"])
            let near = suggestion(for: name, among: known)
            let own =
                path.isEmpty && near.isEmpty ? "; make it local if it is a name of your own" : ""
            throw fault(path + [name], "unknown key\(near)\(own)")
        }
    }

    func fault(_ path: [String], _ why: String) -> ConfigurationError {
        let key = path.isEmpty ? "" : "\(path.joined(separator: ".")): "
        let stop = why.hasSuffix("?") ? "" : "."
        return ConfigurationError("\(document.place(of: path)): \(key)\(why)\(stop)")
    }

    /// The error for a missing field, or for an unknown field that looks like a misspelling of it.
    func missing(_ name: String, _ advice: String) -> ConfigurationError {
        let unknown = names.filter { !asked.contains($0) }
        if let misspelt = unknown.first(where: { nearest($0, to: [name]) != nil }) {
            return fault(
                path + [misspelt], "unknown key" + suggestion(for: misspelt, among: [name]))
        }
        return fault(path, "\(name) is missing: \(advice)")
    }

    mutating func value(_ name: String) -> ScriptValue? {
        asked.insert(name)
        guard let value = fields[name], value != .null else { return nil }
        return value
    }

    func wrong(
        _ name: String, _ expected: String, _ value: ScriptValue
    ) -> ConfigurationError {
        fault(path + [name], "must be \(expected), not \(value.kindInWords)")
    }

    /// The same for an expected number. The value may be shown, because a number cannot be a key.
    private func outOfRange(
        _ name: String, _ expected: String, _ value: ScriptValue
    ) -> ConfigurationError {
        let given =
            switch value {
            case .integer(let number): "\(number)"
            case .number(let number): "\(number)"
            default: value.kindInWords
            }
        return fault(path + [name], "must be \(expected), not \(given)")
    }
}
