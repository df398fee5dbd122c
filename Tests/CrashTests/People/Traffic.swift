import Foundation
import Randomness
import TestSupport

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
        var random = SeededRandom(seed: seed, for: "traffic")
        var count = 0
        while !Task.isCancelled {
            for line in try await controls.listening() {
                // An order shows its latest message only, so it is sent one for each it waits for.
                let isFresh = line.kind == "rental" || line.state == "waiting"
                guard isFresh, random.chance(percent: line.kind == "rental" ? 40 : 20) else {
                    continue
                }
                count += 1
                let request =
                    random.chance(percent: 40)
                    ? random.element(of: Home.Request.allCases) : .nothing
                let text = "\(request.rawValue) message \(count), your code is \(100_000 + count)"
                // Providers do deliver the same words twice, and both are messages.
                let copies = line.kind == "rental" && random.chance(percent: 15) ? 2 : 1
                for _ in 0..<copies {
                    try await controls.send(text, from: "BANK\(count % 3)", to: line.number)
                }
            }
            try? await Task.sleep(for: .milliseconds(random.number(in: 20...200)))
        }
    }
}
