import Lines
import ProviderEmulator
import Randomness

/// Requests to the emulator: from a client under development, and to its own controls. A corpus
/// entry is an HTTP request, or several separated by lines of `>>>`.
enum EmulatorBytes {
    private static let mutator = ByteMutator(scraps: [
        "&", "=", "%", "?", "\n\n", "key=0123456789abcdef0123456789abcdef", "days=", "max_price=",
        "{\"advance_seconds\":", "1e18}", "\"count\":", "/smspool/", "/_emulator/", ">>>\n",
        "Content-Type: multipart/form-data; boundary=x\n", "--x\r\n", "\r\n\r\n",
    ])

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        mutator.spoiled(sample, &random)
    }

    static func requests(_ input: [UInt8]) -> [EmulatedRequest] {
        String(decoding: input, as: UTF8.self).split(separator: ">>>\n").prefix(20).map { text in
            let (head, body) = Answers.halves(Array(text.utf8))
            let lines = String(decoding: head, as: UTF8.self).split(separator: "\n")
            let words = (lines.first ?? "").split(separator: " ")
            return EmulatedRequest(
                method: String(words.first ?? "GET"),
                target: String(words.dropFirst().first ?? "/"),
                headers: lines.dropFirst().compactMap { line in
                    let sides = line.split(separator: ":", maxSplits: 1)
                    guard sides.count == 2 else { return nil }
                    return (String(sides[0]), String(sides[1].drop { $0 == " " }))
                }, body: body)
        }
    }

    static func emulation(_ generation: EmulatorGeneration) -> Emulation {
        Emulation(
            providers: [SMSPoolEmulator(generation: generation)],
            clock: EmulatedClock(start: Instant(milliseconds: 1_769_947_200_000), uptime: .zero))
    }
}

extension Target {
    static let emulator = Target(name: "emulator", inputs: 700, spoil: EmulatorBytes.spoil) {
        input in
        let requests = EmulatorBytes.requests(input)
        for generation in [EmulatorGeneration.current, .document] {
            var emulation = EmulatorBytes.emulation(generation)
            for request in requests {
                let outcome = emulation.handle(request, uptime: .seconds(1)).outcome
                if case .answer(let reply) = outcome, reply.status == 0 { return "no status" }
            }
            for line in emulation.lines(uptime: .seconds(2)) where line.number.isEmpty {
                return "a line without a number"
            }
        }
        return nil
    }
}
