import Lines

/// The ledger in the provider's format: amounts as text with a sign.
extension SMS1001Emulator {
    /// `/account/transactions`, newest first.
    func listTransactions(_ request: EmulatedRequest) throws(SMS1001Refusal) -> JSON {
        let kind = request.value("type")
        let status = request.value("status")
        let kinds = ["DEPOSIT", "SMS_PURCHASE", "NUMBER_RENTAL", "REFUND", "WITHDRAWAL"]
        if let kind, !kinds.contains(kind) { throw .invalid("type") }
        let statuses = ["PENDING", "COMPLETED", "FAILED", "CANCELLED"]
        if let status, !statuses.contains(status) { throw .invalid("status") }
        let found = transactions.reversed().filter {
            (kind == nil || $0["type"]?.text == kind)
                && (status == nil || $0["status"]?.text == status)
        }
        return try SMS1001Wire.page("transactions", Array(found), request)
    }

    /// `/account/transactions/{id}`
    func showTransaction(_ id: String) throws(SMS1001Refusal) -> JSON {
        guard let transaction = transactions.first(where: { $0["id"]?.text == id }) else {
            throw .notFound("Transaction")
        }
        return transaction
    }

    private var transactions: [JSON] {
        ledger.entries.enumerated().map { index, entry in
            let order = orders.first { $0.id == entry.line }
            let about = order.map { "\($0.offer.service.slug) (\($0.offer.country.code))" }
            let reference = order.map { "\($0.offer.alias)-\($0.supplierID)" }
            return [
                "id": .string("tx\(index + 1)"), "amount": SMS1001Wire.text(signed(entry)),
                "type": .string(kind(of: entry)), "status": "COMPLETED",
                "description": description(of: entry, about).map(JSON.string) ?? .null,
                "reference": reference.map(JSON.string) ?? .null,
                "createdAt": SMS1001Wire.time(entry.at),
            ]
        }
    }

    private func signed(_ entry: EmulatedLedger.Entry) -> Money {
        entry.kind == .charge ? -entry.amount : entry.amount
    }

    private func kind(of entry: EmulatedLedger.Entry) -> String {
        switch entry.kind {
        case .charge: "SMS_PURCHASE"
        case .refund: "REFUND"
        case .adjustment: entry.amount.isMore(than: .zero) ? "DEPOSIT" : "WITHDRAWAL"
        }
    }

    private func description(of entry: EmulatedLedger.Entry, _ about: String?) -> String? {
        guard let about else { return nil }
        return entry.kind == .charge ? "SMS purchase for \(about)" : "Refund for \(about)"
    }
}
