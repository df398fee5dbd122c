/// An evaluated `config.lua`: the globals it set, and where each of its keys was written.
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

    /// The line a key was written in, or the nearest table around it that was; nil when the value
    /// was made in some other way, such as by a loop.
    package func line(of path: [String]) -> Int? { lines.line(of: path) }

    /// `config.lua:4`, or the file alone.
    package func place(of path: [String]) -> String {
        line(of: path).map { "\(name):\($0)" } ?? name
    }
}

/// A secret as the configuration names it: `secret("NAME")` or `secret_file("path")`.
package enum SecretReference: Equatable, Sendable {
    /// A variable of the environment.
    case environment(String)
    /// A file, relative to the home.
    case file(String)

    /// Nil when the value is no such reference.
    package init?(_ value: ScriptValue) {
        guard let name = value["name"]?.text, value.fields?.count == 2 else { return nil }
        switch value["secret"]?.text {
        case "environment": self = .environment(name)
        case "file": self = .file(name)
        default: return nil
        }
    }
}
