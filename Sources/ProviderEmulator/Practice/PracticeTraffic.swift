package import Lines
import Randomness

/// The messages of a practice run: sender, number, time and text.
///
/// Everything comes from the seed; the lines passed in only limit the possible recipients.
package struct PracticeTraffic: Sendable {
    private var random: SeededRandom
    private var sentCount = 0

    private let start: Instant

    /// - Parameter start: when the practice run began.
    package init(seed: UInt64, start: Instant) {
        self.start = start
        random = SeededRandom(seed: seed, for: "practice traffic")
    }

    /// Real time until the next message: two to six seconds, without delay for the first ones.
    package mutating func pause() -> Duration {
        .milliseconds(Int.random(in: 2000...(sentCount < 3 ? 2200 : 6000), using: &random))
    }

    /// The next message and its number, or nil if there is no recipient.
    ///
    /// A rental held from the start that has received nothing is left alone, so that the refund of
    /// an unused number can be seen; an order gets its code and nothing more.
    package mutating func next(among lines: [EmulatedLine]) -> (number: String, sms: EmulatedSMS)? {
        sentCount += 1
        let waiting = lines.filter { $0.kind == .activation && $0.canReceive && $0.sent.isEmpty }
        let rentals = lines.filter {
            $0.kind == .rental && $0.canReceive && (!$0.sent.isEmpty || $0.purchasedAt >= start)
        }
        // The first message is an order's code; the next order's comes half a minute later. An order
        // just made by the person practising comes first.
        let mine = waiting.last { $0.purchasedAt >= start }
        if sentCount % 7 == 1 || mine != nil && sentCount % 3 == 1,
            let line = mine ?? waiting.first
        {
            let code = PracticeMessages.code(from: line.service ?? "", using: &random)
            return (line.number, code)
        }
        guard let line = rentals.randomElement(using: &random) else { return nil }
        return (line.number, PracticeMessages.any(sentCount, using: &random))
    }
}
