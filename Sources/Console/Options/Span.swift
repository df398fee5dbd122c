import ArgumentParser
import Lines

/// A duration as a person types it: `90s`, `10m`, `2h`, `1d`, `1w`, or combined as `1h30m`.
package struct Span: Equatable, Sendable {
    package let seconds: Int

    /// Nil for anything else: a missing unit or number, zero, a part of a second, or more than ten
    /// years.
    package init?(_ text: some StringProtocol) {
        guard let duration = Duration(spelled: text), duration > .zero,
            duration == .seconds(duration.wholeSeconds)
        else { return nil }
        seconds = Int(duration.wholeSeconds)
    }

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
