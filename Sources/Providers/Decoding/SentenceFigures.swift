package import Lines

/// Extracts figures from a provider's sentence by the words before them.
///
/// Refusals give the numbers a person needs only in prose: "the price is: 0.85 while you only have:
/// 0.00", "The following days are available: 7 14 30".
package struct SentenceFigures: Sendable {
    private let sentence: String

    package init(_ sentence: String) {
        self.sentence = sentence.lowercased()
    }

    package func mentions(_ words: String) -> Bool {
        sentence.contains(words)
    }

    package func mentions(anyOf phrases: [String]) -> Bool {
        phrases.contains { sentence.contains($0) }
    }

    /// The first amount after the words, immediately or after `:`, a currency sign and spaces.
    package func amount(after words: String) -> Money? {
        guard let rest = rest(after: words) else { return nil }
        let figure = rest.drop { " :$€".contains($0) }.prefix { $0.isDigit || $0 == "." }
        return Money(decimal: figure.last == "." ? figure.dropLast() : figure)
    }

    /// All whole numbers after the words.
    package func integers(after words: String) -> [Int] {
        guard let rest = rest(after: words) else { return [] }
        return rest.split { !$0.isDigit }.prefix(100).compactMap { Int($0) }
    }

    /// The duration in a sentence: `118 seconds`, `2 minutes`.
    package var duration: Duration? {
        let words = sentence.split { $0 == " " }
        for (figure, unit) in zip(words, words.dropFirst()) {
            guard let count = Int(figure), (0...86_400).contains(count) else { continue }
            if unit.hasPrefix("second") { return .seconds(count) }
            if unit.hasPrefix("minute") { return .minutes(count) }
        }
        return nil
    }

    private func rest(after words: String) -> Substring? {
        sentence.firstRange(of: words).map { sentence[$0.upperBound...] }
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
