import GRDB
import Keeping
import Lines
import ProviderEmulator
import VirtualTime

/// A line that should listen is never asleep while its provider is reachable.
struct Listening: Check {
    private var lookedAt: Duration = .zero
    /// Since when each rental has been unable to receive.
    private var deaf: [String: Duration] = [:]

    mutating func afterStep(of life: Life) throws {
        let now = life.executor.uptime
        guard life.scenario.settings.policy.rentals.listening == .always,
            now - lookedAt >= .seconds(60)
        else { return }
        lookedAt = now
        for provider in life.providers {
            let known = try life.linesByProviderID(of: provider)
            for line in provider.lines() where line.kind == .rental && line.state == "active" {
                guard known[line.id] != nil, !line.canReceive else {
                    deaf[line.id] = nil
                    continue
                }
                let since = deaf[line.id] ?? now
                deaf[line.id] = since
                guard let undisturbed = life.undisturbedSince(provider) else { continue }
                // Lost answers cause retries for a while, but nothing may delay it longer. With a
                // small budget it takes turns with the others of the same minute.
                let turns = Duration.seconds(Int64(60 / provider.account.requestsPerSecond))
                let patience = Duration.minutes(life.scenario.loss > 0 ? 6 : 3) + turns
                guard now - max(since, undisturbed) <= patience else {
                    throw violated(
                        "listening",
                        "Rental \(line.id) (line \(known[line.id] ?? 0)) has been asleep for "
                            + "\((now - since).wholeSeconds) s.")
                }
            }
        }
    }
}
