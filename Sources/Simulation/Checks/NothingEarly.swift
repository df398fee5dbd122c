import Accounts
import GRDB
import Keeping
import Lines
import ProviderEmulator

/// Nothing is paid for, refunded or ended before its time by its provider's true clock, whatever
/// the dates of answers and the machine's own clock say.
struct NothingEarly: Check {
    /// Rounding and transmission time.
    private static let slack = Duration.minutes(2)

    /// The last plan action that was checked.
    private var seen: Int64 = 0
    /// Activations ended by the clock that were checked.
    private var ended: Set<Int64> = []

    mutating func afterStep(of life: Life) throws {
        let rows = try life.rows(
            """
            SELECT a.id, a.kind, a.payload, a.line, l.account, l.purchased_at, l.provider_id
            FROM action a JOIN line l ON l.id = a.line
            WHERE a.id > ? AND a.origin = 'plan' AND a.state = 'done' ORDER BY a.id
            """, [seen])
        for row in rows {
            seen = max(seen, row["id"])
            guard let provider = life.providers.first(where: { $0.account.name == row["account"] })
            else { continue }
            try check(row, provider, life)
        }
        try checkEnds(life)
    }

    private func check(_ row: Row, _ provider: SimulatedProvider, _ life: Life) throws {
        let policy = life.scenario.settings.policy
        let action = Action(
            id: row["id"], key: "", kind: .extend, origin: "plan", payload: row["payload"],
            createdAt: provider.now)
        switch row["kind"] as String {
        case "extend":
            guard let before = policy.rentals.extendBefore,
                let expiry = action.details.expiryBefore,
                expiry - provider.now > before + Self.slack
            else { return }
            throw violated(
                "nothing early",
                "Line \(row["line"] as Int64) was extended "
                    + "\((expiry - provider.now).wholeSeconds) s before it ran out.")
        case "cancel":
            guard let after = policy.activations.cancelUnusedAfter,
                let line = provider.lines().first(where: { $0.id == row["provider_id"] }),
                provider.now - line.purchasedAt < after - Self.slack
            else { return }
            throw violated(
                "nothing early",
                "Line \(row["line"] as Int64) was cancelled "
                    + "\((provider.now - line.purchasedAt).wholeSeconds) s after it was bought.")
        default: return
        }
    }

    /// A line that the clock ended here is over at the provider too.
    private mutating func checkEnds(_ life: Life) throws {
        let rows = try life.rows(
            "SELECT id, account, provider_id, state FROM line WHERE state = 'expired'")
        for row in rows where !ended.contains(row["id"]) {
            guard let provider = life.providers.first(where: { $0.account.name == row["account"] }),
                let line = provider.lines().first(where: { $0.id == row["provider_id"] })
            else { continue }
            ended.insert(row["id"])
            guard ["active", "waiting"].contains(line.state),
                line.expiresAt - provider.now > Self.slack
            else { continue }
            throw violated(
                "nothing early",
                "Line \(row["id"] as Int64) ended "
                    + "\((line.expiresAt - provider.now).wholeSeconds) s before its time.")
        }
    }
}
