import Accounts
import Keeping
import Lines
import Providers
import Running
import Scripting
import Storage
import Transport

/// Completions for the word being typed.
extension ControlHandler {
    func complete(_ request: Complete) async throws -> [String] {
        let wanted = request.prefix.lowercased()
        return try await words(of: request.kind, for: request.command, request.about ?? [])
            .filter { $0.lowercased().hasPrefix(wanted) }.prefix(50).map { $0 }
    }

    private func words(
        of kind: String, for command: String?, _ about: [String]
    ) async throws -> [String] {
        switch kind {
        case "line":
            let lines =
                switch command {
                case Capabilities.Operation.again.rawValue: await keeper.linesToHaveAgain()
                case Action.Kind.order.rawValue: await keeper.linesToShare()
                default: await keeper.lines(for: command.flatMap(Action.Kind.init))
                }
            return lines.flatMap { ["\($0.id)", $0.label, $0.number].compactMap { $0 } }
        case "script": return await keeperService.scripts.statuses().map(\.name)
        case "channel": return keeperService.channels.map(\.name)
        case "route": return keeperService.routes.keys.sorted()
        case "account":
            guard let operation = command.flatMap(Capabilities.Operation.init) else {
                return await keeper.accountNames()
            }
            return (try? await keeper.accounts(offering: operation, named: nil))?.map(\.name) ?? []
        case "message":
            return try keeper.store.messages(keeper.store.filter()).map { "\($0.id)" }
        case "action":
            return try keeper.store.actions(limit: 50).map { "\($0.id)" }
        case "service", "country", "offer": return await catalogueWords(of: kind)
        case "pool": return await poolWords(about)
        case "webhook": return await webhookWords()
        case "call": return try await callWords(about)
        default: return []
        }
    }

    /// Words from the accounts' catalogues. Missing lists are requested, within a time limit. An
    /// account that does not answer contributes none.
    private func catalogueWords(of kind: String) async -> [String] {
        let isOffer = kind == "offer"
        let views = await keeper.accountViews().filter {
            $0.account.provider.capabilities.offers(isOffer ? .rent : .catalogue)
                && $0.health.holdUntil.map { $0 <= keeper.world.now() } ?? true
        }
        let catalogues = await withTaskGroup(of: Catalogue?.self) { group in
            for view in views {
                group.addTask {
                    try? await answer(within: Self.longestLoading) {
                        isOffer
                            ? try await commands.rentals(of: view.account)
                            : try await commands.lists(of: view.account)
                    }
                }
            }
            return await group.reduce(into: []) { all, each in each.map { all.append($0) } }
        }
        let words = catalogues.flatMap { catalogue in
            switch kind {
            case "service": catalogue.services.map(\.name)
            case "country": catalogue.countries.flatMap { [$0.code, $0.name].compactMap { $0 } }
            default: catalogue.rentals.map(\.id)
            }
        }
        // Codes before names: they fit on a screen.
        return Array(Set(words)).sorted { ($0.count > 2 ? 1 : 0, $0) < ($1.count > 2 ? 1 : 0, $1) }
    }

    /// The pools of a service in a country, by all accounts that have pools.
    private func poolWords(_ about: [String]) async -> [String] {
        guard about.count >= 2 else { return [] }
        return await words(ofAccountsOffering: .pools) { account in
            try await commands.poolWords(about[0], in: about[1], on: account)
        }
    }

    /// The calls of an account, and then the named arguments of the call.
    private func callWords(_ about: [String]) async throws -> [String] {
        guard let name = about.first else { return [] }
        let offered = try await keeper.account(named: name).provider.commands
        guard about.count > 1 else { return offered.map(\.name).sorted() }
        let given = about.dropFirst(2)
        return (offered.first { $0.name == about[1] }?.options ?? []).map { "\($0.name)=" }
            .filter { option in !given.contains { $0.hasPrefix(option) } }
    }

    private func webhookWords() async -> [String] {
        await words(ofAccountsOffering: .subscribe) { account in
            let table = try await commands.call(account) { provider throws(ProviderError) in
                try await provider.tell("webhooks", [])
            }
            return table.rows.compactMap { $0.first ?? nil }
        }
    }

    /// Words that accounts are asked for, each within a time limit; none if it does not answer.
    private func words(
        ofAccountsOffering operation: Capabilities.Operation,
        _ question: @escaping @Sendable (Account) async throws -> [String]
    ) async -> [String] {
        let able = (try? await keeper.accounts(offering: operation, named: nil)) ?? []
        let words = await withTaskGroup(of: [String].self) { group in
            for account in able {
                group.addTask {
                    (try? await answer(within: Self.longestLoading) {
                        try await question(account)
                    }) ?? []
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        return Set(words).sorted()
    }

    /// After this time the person has gone on typing; a list that arrives later is there next time.
    private static let longestLoading = Duration.seconds(5)
}
