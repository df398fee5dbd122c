package import Lines

/// The account: its balance, its owner, and its transactions.
extension VirtualSMS {
    package func balance() async throws(ProviderError) -> Answer<Money> {
        let answer = try await ask(.balance)
        guard let balance = answer.inner("balance").money("balance", "balance_usd") else {
            throw answer.unrecognised
        }
        return answer.answer(balance)
    }

    package func profile() async throws(ProviderError) -> Answer<VirtualSMSProfile> {
        let answer = try await ask(.profile)
        let data = answer.inner("profile")
        var profile = VirtualSMSProfile()
        profile.id = data.text("id", "account_id")
        profile.email = data.text("email")
        guard profile.id != nil || profile.email != nil else { throw answer.unrecognised }
        profile.balance = data.money("balance_usd", "balance")
        profile.spent = data.money("total_spent_usd", "total_spent")
        profile.credited = data.money("total_credits_usd", "total_credits")
        profile.orders = data.count("total_orders")
        profile.activeKeys = data.count("active_api_keys", "api_key_count")
        profile.createdAt = data.instant("created_at", zone: timeZone)
        return answer.answer(profile)
    }

    /// - Parameters:
    ///   - limit: 1 to 200.
    ///   - from: the earliest time.
    ///   - to: the latest time.
    package func transactions(
        limit: Int = 50, offset: Int = 0, kind: VirtualSMSTransaction.Kind? = nil,
        from: Instant? = nil, to: Instant? = nil
    ) async throws(ProviderError) -> Answer<VirtualSMSPage<VirtualSMSTransaction>> {
        let limit = min(max(1, limit), 200)
        let offset = max(0, offset)
        var query = [(name: "limit", value: String(limit)), ("offset", String(offset))]
        if let kind { query.append(("type", kind.rawValue)) }
        if let from { query.append(("from", from.rfc3339)) }
        if let to { query.append(("to", to.rfc3339)) }
        let answer = try await ask(.transactions, query: query)
        var entries: [VirtualSMSTransaction] = []
        for entry in try answer.objects("transactions") {
            // Without the missing entry, the others would add up to a wrong total.
            guard let transaction = VirtualSMSTransaction(entry, zone: timeZone) else {
                throw answer.unrecognised
            }
            entries.append(transaction)
        }
        return answer.answer(answer.page(entries, limit: limit, offset: offset))
    }
}
