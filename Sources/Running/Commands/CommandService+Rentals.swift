import Accounts
import Keeping
package import Lines
import Providers
import Storage

/// Settings of a rental at its provider.
extension CommandService {
    /// Restarts the port of a rental that no longer receives.
    package func reset(_ line: Line) async throws {
        let account = try await account(of: line, offering: .reset, participle: "reset")
        let id = line.providerID ?? ""
        try await call(account) { provider throws(ProviderError) in try await provider.reset(id) }
        try await keeper.note(
            kind: "reset",
            text: "Its port was reset; it may take three minutes to receive again.", line: line.id)
        await keeper.requestLook(at: line.id)
    }

    /// The price of one of the extensions that the provider would make by itself.
    package func quoteAutoExtension(of line: Line) async throws -> Quote {
        let account = try await account(of: line, offering: .autoExtend, participle: "extended")
        var quote = Quote(
            account: account.name, what: "automatic extension of line \(line.name)")
        // The provider extends by the days it was rented for, at a price it may not tell.
        if let days = line.days, let known = try? await quoteExtension(of: line, days: days) {
            quote = known
        }
        quote.note =
            "\(account.name) takes the price each time the line would expire, regardless of the "
            + "spending limits here."
        return quote
    }

    /// Tells the provider whether to extend a rental by itself. The call is made once: if its
    /// answer is lost, the next look shows how it is set.
    package func setAutoExtend(of line: Line, to isOn: Bool) async throws -> Line {
        let account = try await account(of: line, offering: .autoExtend, participle: "extended")
        let id = line.providerID ?? ""
        // A look may see the new setting before the call is answered.
        let wasOn = await keeper.knownLine(line.id)?.autoExtend
        let isOnNow: Bool
        do {
            isOnNow = try await call(account) { provider throws(ProviderError) in
                try await provider.setAutoExtend(id, to: isOn)
            }
        } catch let error as ProviderError where error.leavesDoubt {
            await keeper.requestLook(at: line.id)
            throw KeeperError.refused(
                "Whether this was changed is unknown: \(error) Check it with `line \(line.id)`.")
        }
        try await keeper.observe(.autoExtends(isOnNow), on: line.id)
        if isOnNow != wasOn {
            try await keeper.note(
                kind: "auto_extend",
                text: isOnNow
                    ? "\(account.name) now extends it by itself; the plan no longer does."
                    : "\(account.name) no longer extends it by itself.", line: line.id)
        }
        guard isOnNow == isOn else {
            throw KeeperError.refused(
                "\(account.name) now says the opposite of what was asked: somebody else may have "
                    + "changed it. Check it with `line \(line.id)`.")
        }
        return try await keeper.line("\(line.id)")
    }

    private func account(
        of line: Line, offering operation: Capabilities.Operation, participle: String
    ) async throws -> Account {
        try await keeper.checkAccount(of: line)
        if let obstacle = LineObstacle.toSetting(participle, on: line) {
            throw KeeperError.refused(obstacle.description)
        }
        let account = try await keeper.account(named: line.account)
        guard account.provider.capabilities.offers(operation) else {
            throw KeeperError.notOffered(operation, by: [account.providerName])
        }
        return account
    }
}
