package import Lines

/// What a value means, whatever type it was written as. Nil always says "not there or not that".
extension JSONValue {
    /// Text that is there: a string that is not empty, or a number as written.
    package var text: String? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let text): text
        default: nil
        }
    }

    /// What was written where a text should be, as a person may read it: nobody knows what it means, and it
    /// is the message that came. Empty for null.
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

    /// A price in dollars, rounded to the ten-thousandth.
    ///
    /// Rounded because some PHP versions write 0.29 as `0.28999999999999998`.
    package var money: Money? {
        guard let text = text?.trimmed, let amount = Money(decimal: text) else { return nil }
        guard let point = text.firstIndex(of: "."),
            let fifth = text[text.index(after: point)...].dropFirst(4).first, fifth >= "5"
        else { return amount }
        let step = Money(tenThousandths: text.hasPrefix("-") ? -1 : 1)
        return amount + step
    }

    /// What something costs, or how much comes back.
    ///
    /// Less than nothing, and more than anybody would ask, is a mistake of the provider's: it is not
    /// told, so that it is neither booked as a gain nor adds up past what can be counted.
    package var price: Money? {
        money.flatMap { (0...Self.dearest).contains($0.tenThousandths) ? $0 : nil }
    }

    /// Ten million.
    private static let dearest: Int64 = 100_000_000_000

    /// A fraction such as a success rate.
    package var fraction: Double? {
        guard let text = text?.trimmed, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// A point in time: Unix seconds, or a date and time that is read in `zone` where it names none.
    ///
    /// Zero, which stands for "none", is nil.
    package func instant(in zone: AccountZone) -> Instant? {
        guard let text = text?.trimmed else { return nil }
        guard let number = integer else { return Instant(wireTime: text, in: zone) }
        // Past the year 5138 as seconds: milliseconds, then.
        switch number {
        case 1..<100_000_000_000: return Instant(unixSeconds: number)
        case 100_000_000_000..<100_000_000_000_000: return Instant(milliseconds: number)
        default: return nil
        }
    }

    /// The entries of a list, in the order they were written, with their key.
    ///
    /// Taken as a list: an array (keyed by index), an object keyed by anything, null, an empty
    /// string, and a string that holds such JSON once more. PHP writes one and the same map as an
    /// array when its keys happen to be 0, 1, 2, ... and as `[]` when it is empty.
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

/// The same for the first of some members that is there: names differ from call to call.
extension JSONValue {
    package func text(_ names: String...) -> String? { first(of: names)?.text }
    package func integer(_ names: String...) -> Int64? { first(of: names)?.integer }
    package func flag(_ names: String...) -> Bool? { first(of: names)?.flag }
    package func money(_ names: String...) -> Money? { first(of: names)?.money }
    package func price(_ names: String...) -> Money? { first(of: names)?.price }
    package func fraction(_ names: String...) -> Double? { first(of: names)?.fraction }
    package func entries(_ names: String...) -> [Member]? { first(of: names)?.entries }

    package func instant(_ names: String..., zone: AccountZone) -> Instant? {
        first(of: names)?.instant(in: zone)
    }
}
