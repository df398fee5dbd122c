package import Lines

/// The account: its balance, its owner, and its transactions.
extension SMS1001 {
    package func balance() async throws(ProviderError) -> Answer<Money> {
        let answer = try await ask(.balance)
        guard let balance = answer.data.money("balance") else { throw answer.unrecognised }
        return answer.answer(balance)
    }

    package func profile() async throws(ProviderError) -> Answer<SMS1001Profile> {
        let answer = try await ask(.profile)
        let data = answer.data
        guard let name = data.text("username", "email", "id") else { throw answer.unrecognised }
        var profile = SMS1001Profile(name: name)
        profile.id = data.text("id")
        profile.email = data.text("email")
        profile.balance = data.money("balance")
        profile.createdAt = data.instant("createdAt", zone: timeZone)
        profile.lastLoginAt = data.instant("lastLoginAt", zone: timeZone)
        return answer.answer(profile)
    }

    package func transactions(
        page: Int = 1, limit: Int = 20, kind: SMS1001Transaction.Kind? = nil,
        status: SMS1001Transaction.Status? = nil
    ) async throws(ProviderError) -> Answer<SMS1001Page<SMS1001Transaction>> {
        var fields = Self.pageFields(page, limit)
        if let kind { fields.append(("type", kind.rawValue)) }
        if let status { fields.append(("status", status.rawValue)) }
        let answer = try await ask(.transactions, fields)
        var entries: [SMS1001Transaction] = []
        for entry in try answer.objects("transactions") {
            // Without the missing entry, the others would add up to a wrong total.
            guard let transaction = SMS1001Transaction(entry, zone: timeZone) else {
                throw answer.unrecognised
            }
            entries.append(transaction)
        }
        return answer.answer(answer.page(entries, asked: page))
    }

    package func transaction(
        _ id: String
    ) async throws(ProviderError) -> Answer<SMS1001Transaction> {
        guard SMS1001Call.canName(id) else { throw .notFound }
        let answer = try await ask(.transaction(id))
        guard let transaction = SMS1001Transaction(answer.data, zone: timeZone),
            transaction.id == id
        else { throw answer.unrecognised }
        return answer.answer(transaction)
    }

    package func stats() async throws(ProviderError) -> Answer<SMS1001Stats> {
        let answer = try await ask(.stats)
        let data = answer.data
        guard let orders = data.integer("totalOrders") else { throw answer.unrecognised }
        var stats = SMS1001Stats(orders: Int(clamping: orders))
        stats.successfulOrders = data.integer("successfulOrders").map { Int(clamping: $0) }
        stats.successRate = data.fraction("successRate")
            .flatMap { (0...100).contains($0) ? $0 : nil }
        stats.spent = data.money("totalSpent")
        stats.transactions = data.integer("totalTransactions").map { Int(clamping: $0) }
        stats.deposited = data.money("totalDeposited")
        return answer.answer(stats)
    }
}
