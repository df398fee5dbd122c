import GRDB
import Lines
import ProviderEmulator

/// When all is calm, every line has the same state here as at the provider.
struct SameAsTheProvider: Check {
    mutating func atAudit(of life: Life) throws {
        for provider in life.providers {
            let known = try life.linesByProviderID(of: provider)
            let states = Dictionary(
                uniqueKeysWithValues: try life.rows(
                    "SELECT id, state, expires_at, provider_id FROM line"
                ).map { row in (row["id"] as Int64, row) })
            for line in provider.lines() {
                guard let id = known[line.id], let row = states[id],
                    row["provider_id"] as String? == line.id
                else { continue }
                let state: String = row["state"]
                guard allowed(line, at: provider.account.profile).contains(state) else {
                    throw violated(
                        "same as the provider",
                        "Line \(id) is \(state); \(line.kind) \(line.id) is \(line.state) there.")
                }
                guard line.kind == .rental, line.state == "active",
                    let expiry = row["expires_at"] as Int64?
                else { continue }
                let apart = Instant(milliseconds: expiry) - line.expiresAt
                guard apart < .minutes(1), apart > .minutes(-1) else {
                    throw violated(
                        "same as the provider",
                        "Line \(id) runs until another time there: \(line.expiresAt.rfc3339).")
                }
            }
            guard provider.account.adopts else { continue }
            for line in provider.lines() where known[line.id] == nil {
                guard line.kind == .rental, line.state == "active" else { continue }
                throw violated("adopted", "Rental \(line.id) is held there and unknown here.")
            }
        }
    }

    private func allowed(_ line: EmulatedLine, at profile: ProviderProfile) -> Set<String> {
        switch (line.kind, line.state) {
        case (.activation, "refunded") where profile.returning == .untoldAtExpiry:
            ["refunded", "expired", "finished"]
        // This provider uses one word for every end.
        case (.activation, "refunded") where profile.returning == .untold,
            (.activation, "finished") where profile.returning == .untold:
            ["cancelled", "refunded", "finished", "received", "expired"]
        case (.rental, "active"): ["active"]
        case (.rental, "expired"): ["expired", "lost"]
        // If it was returned on the website, it merely disappears.
        case (.rental, "refunded"): ["refunded", "lost", "expired"]
        case (.activation, "waiting"): ["waiting", "received", "finished"]
        case (.activation, "received"): ["received", "finished", "waiting"]
        case (.activation, "refunded"): ["refunded"]
        case (.activation, "expired"): ["expired", "refunded", "finished"]
        case (.activation, "cancelled"): ["cancelled", "refunded"]
        default: ["finished", "received", "expired", "refunded"]
        }
    }
}
