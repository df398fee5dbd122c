/// A JSON answer as received, for protocols whose types change from one answer to the next.
///
/// Providers write the same field as `7`, `"7"` or `7.0`, the same list as an array or as an object
/// keyed by index, and an object again as text inside a string. A fixed `Codable` type would reject
/// most of that, so answers are kept as they are and read by meaning (`integer`, `money`,
/// `entries`, ...). Numbers keep their text, so that no price goes through binary floating point;
/// members keep their order, because a list of messages may be an object.
package enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// The number's text, as written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package var key: String
        package var value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }
}

extension JSONValue {
    /// The member with that name; the last one if the name is repeated. Nil for anything but an
    /// object.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == name }?.value
    }

    /// The first of the named members that exists and is not null.
    package func first(of names: [String]) -> JSONValue? {
        for name in names {
            if let value = self[name], value != .null { return value }
        }
        return nil
    }
}
