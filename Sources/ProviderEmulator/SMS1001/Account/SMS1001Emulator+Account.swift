import Lines

/// The account: balance, profile and totals.
extension SMS1001Emulator {
    private static let username = "john_doe"
    private static let email = "john@example.com"

    /// `/informative/balance`
    func showBalance() -> JSON {
        [
            "balance": SMS1001Wire.number(ledger.balance),
            "username": .string(SMS1001Emulator.username),
            "email": .string(SMS1001Emulator.email),
        ]
    }

    /// `/account/profile`
    func showProfile() -> JSON {
        [
            "id": "usr_1", "username": .string(SMS1001Emulator.username),
            "email": .string(SMS1001Emulator.email),
            "balance": SMS1001Wire.number(ledger.balance),
            "createdAt": "2025-01-01T00:00:00.000Z", "lastLoginAt": "2026-01-20T00:00:00.000Z",
        ]
    }

    /// `/account/stats`
    func showStats() -> JSON {
        let successes = orders.filter(\.hasMessage).count
        let spent =
            sum(ledger.entries.filter { $0.kind == .charge })
            - sum(ledger.entries.filter { $0.kind == .refund })
        let paidIn = ledger.entries.filter {
            $0.kind == .adjustment && $0.amount.isMore(than: .zero)
        }
        // One decimal: 87.5.
        let tenths = orders.isEmpty ? 0 : successes * 1000 / orders.count
        return [
            "totalOrders": .int(orders.count), "totalSpent": SMS1001Wire.number(spent),
            "successfulOrders": .int(successes),
            "successRate": SMS1001Wire.number(Money(tenThousandths: Int64(tenths) * 1000)),
            "totalTransactions": .int(ledger.entries.count),
            "totalDeposited": SMS1001Wire.number(opening + sum(paidIn)),
        ]
    }

    private func sum(_ entries: [EmulatedLedger.Entry]) -> Money {
        entries.reduce(.zero) { $0 + $1.amount }
    }
}
