import GRDB
import Keeping
import Lines
import ProviderEmulator

/// What the manager was told to do before a time is done before it, when it could be.
struct Windows: Check {
    private var lookedAt: Duration = .zero
    private var ended: Set<String> = []

    mutating func afterStep(of life: Life) throws {
        let now = life.steps.uptime
        guard now - lookedAt >= .seconds(60) else { return }
        lookedAt = now
        for remote in life.remotes {
            guard let since = life.undisturbedSince(remote), now - since > .hours(2) else {
                continue
            }
            for line in remote.lines() where !ended.contains(line.id) {
                if line.kind == .activation, line.state == "waiting" {
                    try checkCancel(line, remote, life)
                } else if line.state != "active" {
                    ended.insert(line.id)
                }
            }
            try checkRentals(remote, life, since)
        }
    }

    /// An activation that waited too long is cancelled.
    private func checkCancel(
        _ line: EmulatedLine, _ remote: Remote, _ life: Life
    ) throws {
        guard let after = life.scenario.settings.policy.activations.cancelUnusedAfter,
            !line.sent.contains(where: \.isDelivered)
        else { return }
        let due = line.purchasedAt + max(after, .minutes(2))
        guard remote.now - due > .minutes(10) else { return }
        let rows = try life.rows(
            """
            SELECT l.id, l.adopted, l.episode FROM line l
            JOIN line_provider_id p ON p.line = l.id WHERE p.provider_id = ?
            """, [line.id])
        guard let row = rows.first, !(row["adopted"] as Bool), row["episode"] as Int == 0 else {
            return
        }
        throw violated(
            "cancel unused", "Order \(line.id) (line \(row["id"] as Int64)) still waits.")
    }

    /// A rental told to be extended does not run out, and one told to be returned is.
    private mutating func checkRentals(
        _ remote: Remote, _ life: Life, _ since: Duration
    ) throws {
        let policy = life.scenario.settings.policy.rentals
        let rows = try life.rows(
            """
            SELECT id, state, provider_id, expires_at, refund_until, message_count, adopted,
                price, in_doubt
            FROM line WHERE account = ? AND kind = 'rental' AND state = 'active'
            """, [remote.account.name])
        for row in rows {
            let id: Int64 = row["id"]
            if policy.refundUnused, !(row["adopted"] as Bool), row["message_count"] as Int == 0,
                let until = row["refund_until"] as Int64?,
                remote.now - Instant(milliseconds: until) > .minutes(1)
            {
                throw violated("refund window", "Line \(id) is unused and was not returned.")
            }
            if let expiry = row["expires_at"] as Int64?,
                remote.now - Instant(milliseconds: expiry) > .minutes(90)
            {
                throw violated("expiry", "Line \(id) is active long after it ran out.")
            }
        }
    }
}
