package import Lines

/// The meaning of a value, whatever JSON type it has. Nil always means "missing or something else".
extension JSONValue {
    /// Non-empty text: a string, or a number as written.
    package var text: String? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let text): text
        default: nil
        }
    }

    /// Whatever was sent in place of a text, in readable form: its meaning is unknown, but it is
    /// the message that arrived. Empty for null.
    package var visibleText: String {
        switch self {
        case .null: ""
        case .bool(let value): "\(value)"
        case .number(let text), .string(let text): text
        case .array(let values): "[\(values.map(\.visibleText).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.map { "\($0.key): \($0.value.visibleText)" }.joined(separator: ", "))}"
        }
    }

    /// `7`, `"7"`, `" 7 "`, `7.0`; a fraction is dropped.
    package var integer: Int64? {
        guard let text = text?.trimmed else { return nil }
        if let value = Int64(text) { return value }
        guard let point = text.firstIndex(of: "."),
            text[text.index(after: point)...].utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return Int64(text[..<point])
    }

    /// `true`, `1`, `"1"`, `"true"` and their opposites; an empty string is false.
    package var flag: Bool? {
        switch self {
        case .bool(let value): return value
        case .number, .string:
            switch text?.trimmed.lowercased() {
            case "1", "true": return true
            case "0", "false", nil: return false
            default: return nil
            }
        default: return nil
        }
    }

    /// A price in dollars, rounded to a ten-thousandth.
    ///
    /// Rounded, because some PHP versions write 0.29 as `0.28999999999999998`.
    package var money: Money? {
        guard let text = text?.trimmed, let amount = Money(decimal: text) else { return nil }
        guard let point = text.firstIndex(of: "."),
            let fifth = text[text.index(after: point)...].dropFirst(4).first, fifth >= "5"
        else { return amount }
        let step = Money(tenThousandths: text.hasPrefix("-") ? -1 : 1)
        return amount + step
    }

    /// A price or a refund.
    ///
    /// A negative amount, or one larger than anybody would charge, is the provider's mistake. It
    /// counts as missing, so that it is neither booked as a gain nor causes an overflow.
    package var price: Money? {
        money.flatMap { (0...Self.dearest).contains($0.tenThousandths) ? $0 : nil }
    }

    /// Ten million dollars.
    private static let dearest: Int64 = 100_000_000_000

    /// A decimal number such as a success rate.
    package var fraction: Double? {
        guard let text = text?.trimmed, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// A point in time: Unix seconds, or a date and time, in `zone` if it names none.
    ///
    /// Zero means "none" and gives nil.
    package func instant(in zone: LocalZone) -> Instant? {
        guard let text = text?.trimmed else { return nil }
        guard let number = integer else { return Instant(wireTime: text, in: zone) }
        // Beyond the year 5138 in seconds, so it must be milliseconds.
        switch number {
        case 1..<100_000_000_000: return Instant(unixSeconds: number)
        case 100_000_000_000..<100_000_000_000_000: return Instant(milliseconds: number)
        default: return nil
        }
    }

    /// The entries of a list in their original order, with their keys.
    ///
    /// A list may be an array (keyed by index), an object with any keys, null, an empty string, or
    /// a string that contains such JSON again. PHP writes the same map as an array if its keys
    /// happen to be 0, 1, 2, ... and as `[]` if it is empty.
    package var entries: [Member]? {
        switch self {
        case .array(let values): values.enumerated().map { Member(String($0), $1) }
        case .object(let members): members
        case .null: []
        case .string(let text):
            text.isEmpty ? [] : (try? JSONValue(parsing: text))?.entriesOfContainer
        default: nil
        }
    }

    private var entriesOfContainer: [Member]? {
        switch self {
        case .array, .object, .null: entries
        default: nil
        }
    }
}

/// The same for the first of several members that exists: names differ between calls.
extension JSONValue {
    package func text(_ names: String...) -> String? { first(of: names)?.text }
    package func integer(_ names: String...) -> Int64? { first(of: names)?.integer }
    package func flag(_ names: String...) -> Bool? { first(of: names)?.flag }
    package func money(_ names: String...) -> Money? { first(of: names)?.money }
    package func price(_ names: String...) -> Money? { first(of: names)?.price }
    package func fraction(_ names: String...) -> Double? { first(of: names)?.fraction }
    package func entries(_ names: String...) -> [Member]? { first(of: names)?.entries }

    package func instant(_ names: String..., zone: LocalZone) -> Instant? {
        first(of: names)?.instant(in: zone)
    }
}
