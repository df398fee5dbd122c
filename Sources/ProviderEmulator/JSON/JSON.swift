/// A JSON value that keeps the order of its members and the spelling of its numbers.
///
/// Half of the providers' quirks are exactly there: a number sent as text, a list sent as an object
/// keyed `"0"`, `"1"`, an object inside a string. An encoder that makes such choices by itself
/// cannot reproduce them, so answers are built from these values, member by member.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The digits as they are sent: `20`, `9.5`.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    /// One member of an object.
    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSON

        package init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    package static func int(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    /// The value of the first member with that name; nil if there is none or this is not an object.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string, or the digits of a number.
    package var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    /// This object followed by the members of another; any other value unchanged.
    package func with(_ more: JSON) -> JSON {
        guard case .object(let members) = self, case .object(let others) = more else { return self }
        return .object(members + others)
    }

    /// A list sent as an object keyed by position, and as `[]` if empty, as PHP encodes a map.
    package static func indexed(_ values: [JSON]) -> JSON {
        keyed(values.enumerated().map { Member(String($0.offset), $0.element) })
    }

    /// An object that becomes `[]` if it has no members.
    package static func keyed(_ members: [Member]) -> JSON {
        members.isEmpty ? .array([]) : .object(members)
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// Members stay in the order in which they are written.
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
