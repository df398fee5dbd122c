import Codes
import Console
import Lines
import Randomness

@testable import Transport

/// Short texts with a meaning: times, amounts, durations, codes, URLs, a person's input.
enum Words {
    private static let mutator = ByteMutator(
        scraps: Hostile.times + [
            "GMT", ":", "-", "T", "Z", "+", ".", "s", "h", "w", "\"", "'", "#",
        ])

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        mutator.spoiled(sample, &random)
    }

    static func complaint(_ text: String) -> String? {
        times(text) ?? amounts(text) ?? codes(text) ?? typed(text) ?? addresses(text)
    }

    private static func times(_ text: String) -> String? {
        if let date = HTTPDate.parse(text), let complaint = Claim.instant(date) { return complaint }
        if let instant = Instant(rfc3339: text) {
            // An offset can move the time outside the range of years that both ends can write.
            let written = Instant(rfc3339: instant.rfc3339)
            if written != instant { return "\(instant.rfc3339) is not read back" }
        }
        let reply = HTTPReply(status: 429, headers: [("Retry-After", text), ("Date", text)])
        for now in [Instant(milliseconds: 0), Instant(milliseconds: .max / 2)] {
            if let wait = reply.retryAfter(now: now), !(.zero ... .days(1)).contains(wait) {
                return "a wait of \(wait)"
            }
        }
        return nil
    }

    private static func amounts(_ text: String) -> String? {
        if let money = Money(decimal: text) {
            if Money(decimal: money.decimal) != money { return "\(money.decimal) is not read back" }
            if let complaint = Claim.money(money) { return complaint }
        }
        if let span = Span(text), !(1...316_224_000).contains(span.seconds) {
            return "a span of \(span.seconds) s"
        }
        return nil
    }

    private static func codes(_ text: String) -> String? {
        guard let code = CodeFinder.code(in: text) else { return nil }
        let isCode =
            (2...32).contains(code.utf8.count)
            && code.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter || $0 == "-") }
        return isCode ? nil : "\(code) is no code"
    }

    private static func typed(_ text: String) -> String? {
        guard let words = try? WordSplitter.words(of: text) else { return nil }
        return words.contains { $0.utf8.count > text.utf8.count } ? "a word is longer" : nil
    }

    private static func addresses(_ text: String) -> String? {
        let call = HTTPCall(.get, text)
        _ = call.host
        if call.printableURL.contains("?") { return "a query is shown" }
        guard PercentEncoding.decode(PercentEncoding.encode(text)) == text else {
            return "percent-encoding does not come back"
        }
        return nil
    }
}

extension Target {
    static let words = Target(name: "words", inputs: 6000, spoil: Words.spoil) { input in
        Words.complaint(String(decoding: input, as: UTF8.self))
    }
}
