import GRDB
import Keeping
import Lines
import ProviderEmulator
import Providers
import VirtualTime

/// A message that reached a rental is stored before long, however small the request budget and
/// however much else there is to do.
struct InTime: Check {
    private var lookedAt: Duration = .zero
    private var last: Int64 = 0
    private var stored: Set<String> = []
    /// Since when each text has been waiting at the provider.
    private var waiting: [String: Duration] = [:]

    mutating func afterStep(of life: Life) throws {
        let now = life.executor.uptime
        guard now - lookedAt >= .seconds(60) else { return }
        lookedAt = now
        for row in try life.rows("SELECT id, text FROM message WHERE id > ?", [last]) {
            last = row["id"]
            stored.insert(row["text"])
        }
        for provider in life.providers where Self.isTold(by: provider.account.profile) {
            guard let undisturbed = life.undisturbedSince(provider) else { continue }
            let known = try life.linesByProviderID(of: provider)
            let patience = Self.patience(with: provider, in: life)
            for line in provider.lines() where line.kind == .rental && line.state == "active" {
                guard let id = known[line.id] else { continue }
                for delivery in line.sent
                where delivery.isDelivered && !stored.contains(delivery.sms.text) {
                    let text = delivery.sms.text
                    let since = waiting[text] ?? now
                    waiting[text] = since
                    guard now - max(since, undisturbed) <= patience else {
                        throw violated(
                            "stored in time",
                            "\(text) reached rental \(line.id) (line \(id)) "
                                + "\((now - since).wholeSeconds) s ago and is not stored.")
                    }
                }
            }
        }
    }

    private static func isTold(by profile: ProviderProfile) -> Bool {
        profile.capabilities.tellsRentalTexts && profile.capabilities.offers(.rent)
            && profile.telling != .codes
    }

    /// Time for a look, another one if its answer was lost, and a round of everything else.
    private static func patience(with provider: SimulatedProvider, in life: Life) -> Duration {
        let polling = life.scenario.settings.policy.polling
        let turns = Duration.seconds(Int64(200 / provider.account.requestsPerSecond))
        return max(polling.rentals, polling.idle) * 3 + .minutes(5) + turns
    }
}
