import ArgumentParser

/// A duration as a person types it: `90s`, `10m`, `2h`, `1d`, `1w`, or combined as `1h30m`.
package struct Span: Equatable, Sendable {
    package let seconds: Int

    /// A longer one makes no sense for any option.
    private static let longest = 10 * 366 * 86_400

    /// Nil for anything else: a missing unit or number, zero, or more than ten years.
    package init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        var total = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard digits.count <= 9, let number = Int(digits), let unit = rest.popFirst(),
                let length = Span.units[unit]
            else { return nil }
            total += number * length
            guard total <= Span.longest else { return nil }
        }
        guard total > 0 else { return nil }
        seconds = total
    }

    private static let units: [Character: Int] = [
        "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400,
    ]

    /// For help texts, so that all options use the same examples.
    static let examples = "such as 90s, 10m, 2h or 1d"
}

extension Span {
    /// Parses an option of a command.
    static func read(_ argument: String) throws -> Span {
        guard let span = Span(argument) else {
            throw ValidationError(
                "Give a time \(examples), from 1 second (1s) to 3660 days (3660d).")
        }
        return span
    }
}
