import Lines

/// The account: profile, totals and transactions.
extension VirtualSMSEmulator {
    /// `/balance`
    func showTotals() -> JSON {
        [
            "success": true, "balance": VirtualSMSWire.number(ledger.balance),
            "total_credits": VirtualSMSWire.number(credited),
            "total_spent": VirtualSMSWire.number(spent),
        ]
    }

    /// `/customer/profile`
    func showProfile() -> JSON {
        [
            "id": "acc_1", "email": "john@example.com", "telegram_linked": false,
            "balance_usd": VirtualSMSWire.number(ledger.balance),
            "total_spent_usd": VirtualSMSWire.number(spent),
            "total_credits_usd": VirtualSMSWire.number(credited),
            "total_orders": .int(orders.count), "active_api_keys": 1,
            "created_at": "2026-01-01T00:00:00Z",
        ]
    }

    private var spent: Money { sum(.charge) - sum(.refund) }
    private var credited: Money { ledger.balance + spent }

    private func sum(_ kind: EmulatedLedger.Kind) -> Money {
        ledger.entries.filter { $0.kind == kind }.reduce(.zero) { $0 + $1.amount }
    }

    /// `/customer/transactions`, newest first: payments have a minus sign.
    func listTransactions(_ request: EmulatedRequest) throws(VirtualSMSRefusal) -> JSON {
        let limit = VirtualSMSWire.whole("limit", request, or: 50, in: 1...200)
        let offset = VirtualSMSWire.whole("offset", request, or: 0, in: 0...1_000_000)
        let from = try time("from", request)
        let to = try time("to", request)
        let kind = request.value("type")
        let found = ledger.entries.enumerated().reversed().filter { _, entry in
            (kind == nil || word(entry) == kind) && from.map { entry.at >= $0 } ?? true
                && to.map { entry.at <= $0 } ?? true
        }.dropFirst(offset).prefix(limit)
        return [
            "count": .int(found.count), "limit": .int(limit), "offset": .int(offset),
            "transactions": .array(found.map { transaction($0.offset, $0.element) }),
        ]
    }

    private func transaction(_ index: Int, _ entry: EmulatedLedger.Entry) -> JSON {
        let amount = entry.kind == .charge ? -entry.amount : entry.amount
        return [
            "id": "txn_\(index + 1)", "amount": VirtualSMSWire.number(amount),
            "type": .string(word(entry)), "description": .string(entry.what),
            "order_id": entry.line.map(JSON.string) ?? .null,
            "balance_before": VirtualSMSWire.number(entry.balance - amount),
            "balance_after": VirtualSMSWire.number(entry.balance),
            "created_at": VirtualSMSWire.time(entry.at),
        ]
    }

    private func word(_ entry: EmulatedLedger.Entry) -> String {
        switch entry.kind {
        case .charge: "purchase"
        case .refund: "refund"
        case .adjustment: entry.amount.isMore(than: .zero) ? "deposit" : "admin_credit"
        }
    }

    /// A time, or a whole day if only the date is given.
    private func time(
        _ name: String, _ request: EmulatedRequest
    ) throws(VirtualSMSRefusal) -> Instant? {
        guard let text = request.value(name) else { return nil }
        guard let time = Instant(rfc3339: text) ?? Instant(rfc3339: "\(text)T00:00:00Z") else {
            throw .invalid("Invalid \(name)")
        }
        return time
    }
}
