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
        return try await words(of: request.kind, for: request.command)
            .filter { $0.lowercased().hasPrefix(wanted) }.prefix(50).map { $0 }
    }

    private func words(of kind: String, for command: String?) async throws -> [String] {
        switch kind {
        case "line":
            let isAgain = command == Capabilities.Operation.again.rawValue
            let lines =
                isAgain
                ? await keeper.linesToHaveAgain()
                : await keeper.lines(for: command.flatMap(Action.Kind.init))
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

    /// After this time the person has gone on typing; a list that arrives later is there next time.
    private static let longestLoading = Duration.seconds(5)
}
