import GRDB
import Keeping
import Lines
import ProviderEmulator
import VirtualTime

/// Whatever the manager was told to do before a deadline is done before it, if that was possible.
struct Windows: Check {
    private var lookedAt: Duration = .zero
    private var ended: Set<String> = []
    /// Since when each rental could have been extended.
    private var extendable: [Int64: Duration] = [:]

    mutating func afterStep(of life: Life) throws {
        let now = life.executor.uptime
        guard now - lookedAt >= .seconds(60) else { return }
        lookedAt = now
        for provider in life.providers {
            guard let since = life.undisturbedSince(provider), now - since > .hours(2) else {
                continue
            }
            for line in provider.lines() where !ended.contains(line.id) {
                if line.kind == .activation, line.state == "waiting" {
                    try checkCancel(line, provider, life)
                } else if line.state != "active" {
                    ended.insert(line.id)
                }
            }
            try checkRentals(provider, life, since)
        }
    }

    /// An activation that waited too long is cancelled.
    private func checkCancel(
        _ line: EmulatedLine, _ provider: SimulatedProvider, _ life: Life
    ) throws {
        guard let after = life.scenario.settings.policy.activations.cancelUnusedAfter,
            !line.sent.contains(where: \.isDelivered)
        else { return }
        let due = line.purchasedAt + max(after, .minutes(2))
        guard provider.now - due > .minutes(10) else { return }
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

    /// A rental that should be returned is returned before its window closes; one that should be
    /// extended is extended while there is money.
    private mutating func checkRentals(
        _ provider: SimulatedProvider, _ life: Life, _ since: Duration
    ) throws {
        let policy = life.scenario.settings.policy.rentals
        let rows = try life.rows(
            """
            SELECT id, provider_id, product, expires_at, refund_until, message_count, adopted,
                auto_extend, in_doubt
            FROM line WHERE account = ? AND kind = 'rental' AND state = 'active'
            """, [provider.account.name])
        for row in rows {
            let id: Int64 = row["id"]
            if policy.refundUnused, !(row["adopted"] as Bool), row["message_count"] as Int == 0,
                let until = row["refund_until"] as Int64?
            {
                let late = provider.now - Instant(milliseconds: until)
                // Counts only if it closed after the manager had been working for long.
                if late > .minutes(1), life.executor.uptime - late - since > .hours(1) {
                    throw violated("refund window", "Line \(id) is unused and was not returned.")
                }
            }
            guard let expiry = (row["expires_at"] as Int64?).map(Instant.init(milliseconds:)) else {
                continue
            }
            if provider.now - expiry > .minutes(90) {
                throw violated("expiry", "Line \(id) is active long after it ran out.")
            }
            guard try canBeExtended(row, expiry, provider, life) else {
                extendable[id] = nil
                continue
            }
            let began = max(extendable[id] ?? life.executor.uptime, since)
            extendable[id] = began
            // An action refused for lack of money is retried every half hour.
            if life.executor.uptime - began > .hours(1) {
                throw violated("extension", "Line \(id) could be extended, and was not.")
            }
        }
    }

    /// Whether a rental should be extended now and all conditions are met.
    private func canBeExtended(
        _ row: Row, _ expiry: Instant, _ provider: SimulatedProvider, _ life: Life
    ) throws -> Bool {
        let policy = life.scenario.settings.policy.rentals
        guard let before = policy.extendBefore, let days = policy.extendDays,
            !(row["auto_extend"] as Bool), !(row["in_doubt"] as Bool),
            row["product"] as String? != nil, provider.now < expiry, expiry - provider.now < before,
            let code = row["provider_id"] as String?,
            let price = provider.extensionPrice(of: code, days: days),
            !price.isMore(than: provider.balance)
        else { return false }
        if let most = policy.maxPrice, price.isMore(than: most) { return false }
        let limits = [
            (life.scenario.settings.spendingPerDay, life.providers),
            (provider.account.spendingPerDay, [provider]),
        ]
        return limits.allSatisfy { limit, providers in
            guard let limit else { return true }
            let spent = providers.flatMap(\.movements).reduce(into: Int64(0)) { spent, movement in
                // Wider than the manager's day, for charges about to leave it.
                guard life.executor.uptime - movement.at < .hours(26),
                    movement.entry.kind == .charge
                else { return }
                spent += movement.entry.amount.tenThousandths
            }
            return spent + price.tenThousandths <= limit.tenThousandths
        }
    }
}
