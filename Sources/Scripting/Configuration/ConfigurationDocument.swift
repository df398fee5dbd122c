/// An evaluated `config.lua`: the globals it set, and the line of each key.
package struct ConfigurationDocument: Equatable, Sendable {
    /// File name, for messages.
    package var name: String
    package var values: [String: ScriptValue]
    private let lines: KeyLines

    init(name: String, values: [String: ScriptValue], lines: KeyLines) {
        self.name = name
        self.values = values
        self.lines = lines
    }

    /// The value at a path of keys; list items are `"1"`, `"2"`, ...
    package subscript(path: [String]) -> ScriptValue? {
        path.reduce(ScriptValue.table(values)) { value, key in
            if case .array(let items)? = value, let place = Int(key), items.indices ~= place - 1 {
                return items[place - 1]
            }
            return value?[key]
        }
    }

    /// The line of a key, or of the nearest enclosing table that has one; nil if the value was
    /// produced in another way, such as by a loop.
    package func line(of path: [String]) -> Int? { lines.line(of: path) }

    /// `config.lua:4`, or the file alone.
    package func place(of path: [String]) -> String {
        line(of: path).map { "\(name):\($0)" } ?? name
    }
}

/// A reference to a secret in the configuration: `secret("NAME")` or `secret_file("path")`.
package enum SecretReference: Equatable, Sendable {
    /// An environment variable.
    case environment(String)
    /// A file, relative to the home.
    case file(String)

    /// Nil if the value is not a reference to a secret.
    package init?(_ value: ScriptValue) {
        guard let name = value["name"]?.text, value.fields?.count == 2 else { return nil }
        switch value["secret"]?.text {
        case "environment": self = .environment(name)
        case "file": self = .file(name)
        default: return nil
        }
    }
}
