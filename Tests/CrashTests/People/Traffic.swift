import Foundation

/// Strangers who send messages to every listening number until cancelled.
struct Traffic: Sendable {
    let controls: EmulatorControls
    let seed: UInt64

    /// Sends until the task is cancelled.
    func run() async throws {
        do {
            try await send()
        } catch  where Task.isCancelled {
            // The interruption of a request.
        }
    }

    private func send() async throws {
        var dice = Dice(seed: seed, for: "traffic")
        var count = 0
        while !Task.isCancelled {
            for line in try await controls.lines() where line.can_receive {
                // An order shows only its latest message, so each code it waits for gets one
                // message.
                let isFresh = line.kind == "rental" || line.state == "waiting"
                guard isFresh, dice.chance(line.kind == "rental" ? 40 : 20) else { continue }
                count += 1
                let wish = dice.chance(40) ? dice.pick(Home.Wish.allCases) : .nothing
                let text = "\(wish.rawValue) message \(count), your code is \(100_000 + count)"
                // Providers do deliver the same text twice, and both count as messages.
                let copies = line.kind == "rental" && dice.chance(15) ? 2 : 1
                for _ in 0..<copies {
                    try await controls.send(text, from: "BANK\(count % 3)", to: line.number)
                }
            }
            try? await Task.sleep(for: .milliseconds(dice.number(20...200)))
        }
    }
}
