import Control
import Randomness

/// A user who asks a manager for everything, in any order and with senseless numbers, and only
/// objects to unreadable answers.
struct HostileUser: Sendable {
    let client: ControlClient
    let seed: UInt64

    /// The first unreadable answer; nil if there is none in the given number of rounds.
    func complaint(after rounds: Int) async -> String? {
        var random = SeededRandom(seed: seed, target: "user", index: 0)
        var missed = 0
        for _ in 0..<rounds {
            do throws(ControlFailure) {
                try await ask(&random)
                missed = 0
            } catch {
                if error.message.contains("The manager's answer to") { return error.message }
                // At the very beginning there is no socket yet.
                missed = error.kind == .unreachable ? missed + 1 : 0
                if missed > Self.mostMissed { return error.message }
                if missed > 0 { try? await Task.sleep(for: .milliseconds(20)) }
            }
        }
        return nil
    }

    /// The most questions in a row that nobody answers: a minute or more.
    private static let mostMissed = 3000
    private static let counts = [
        1, 7, 30, 0, -1, 3650, 3651, 1_000_000, .max, .min, .max / 86_400, 1 << 40,
    ]
    private static let names = [
        "1", "2", "3", "9", "pool", "", "+1", "Google", "US", "\u{0}", "12",
    ]

    private func ask(_ random: inout SeededRandom) async throws(ControlFailure) {
        let line = "\(random.roll(12))"
        let count = random.pick(Self.counts)
        switch random.roll(20) {
        case 0: _ = try await client.ask(ListLines(all: true))
        case 1: _ = try await client.ask(ShowLine(line: line))
        case 2: _ = try await client.ask(ListPlan())
        case 3: _ = try await client.ask(ListActions(limit: count))
        case 4: _ = try await client.ask(ListDoubts())
        case 5: _ = try await client.ask(ListMessages(limit: count))
        case 6: _ = try await client.ask(ListAccounts(refresh: true))
        case 7: _ = try await client.ask(ListSpending(limit: count))
        case 8: try await askForOffers(&random)
        case 9: _ = try await client.ask(QuoteExtension(line: line, days: count))
        case 10: _ = try await client.ask(AdoptLines())
        case 11: _ = try await client.ask(AwaitCode(line: line, seconds: random.oneIn(2) ? 0 : 60))
        case 12: _ = try await client.ask(QuoteRental(RentLine(offer: line, days: count)))
        case 13, 14:
            _ = try await client.ask(RentLine(offer: line, days: random.pick([7, 30, count])))
        case 15, 16:
            let service = random.pick(["1", "Google", "WhatsApp"] + Self.names)
            _ = try await client.ask(OrderActivation(service: service, country: "US"))
        default:
            let kinds = ["wake", "extend", "refund", "cancel", "resend", "swap", "finish", "order"]
            var act = ActOnLine(
                kind: random.pick(kinds), line: line, days: random.pick([7, 30, count]))
            act.seconds = random.oneIn(2) ? nil : count
            _ = try await client.ask(act)
        }
    }

    private func askForOffers(_ random: inout SeededRandom) async throws(ControlFailure) {
        var offers = ListOffers()
        offers.rentals = random.oneIn(2)
        if !offers.rentals {
            offers.service = random.pick(["1", "Google"] + Self.names)
            offers.country = random.oneIn(2) ? "US" : nil
        }
        _ = try await client.ask(offers)
    }
}
