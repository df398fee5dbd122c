import Foundation
import Keeping
import Lines
import Providers

/// Provider-specific calls.
extension ControlHandler {
    func ask(_ request: AskProvider) async throws -> TableRecord {
        let account = try await keeper.account(named: request.account)
        let offered = account.provider.commands
        let title = account.providerName.title
        guard let what = request.what else {
            return TableRecord(
                columns: ["what", "takes", "tells"],
                rows: offered.map {
                    [$0.name, $0.takes.joined(separator: " "), $0.abstract]
                }, isCut: false)
        }
        guard let asked = offered.first(where: { $0.name == what }) else {
            let known = offered.map(\.name).joined(separator: ", ")
            throw ControlFailure(
                .usage,
                "\(title) has no \(what). "
                    + (known.isEmpty ? "It has no other calls." : "Its calls: \(known)."))
        }
        guard asked.counts.contains(request.words.count) else {
            let form = (["ask", account.name, asked.name] + asked.takes).joined(separator: " ")
            throw ControlFailure(.usage, "Usage: `\(form)`.")
        }
        guard !asked.isChange || request.isAgreed else {
            throw ControlFailure(
                .usage, "\(asked.abstract) This changes something: add --yes to do it.")
        }
        let words = try await resolved(request.words, as: asked.takes, by: account)
        let table = try await commands.call(account) { provider throws(ProviderError) in
            try await provider.tell(what, words)
        }
        if asked.isChange { await keeper.listAgain(account.name) }
        return TableRecord(columns: table.columns, rows: table.rows, isCut: false)
    }

    /// Countries and services can be named here as everywhere else.
    private func resolved(
        _ words: [String], as takes: [String], by account: Account
    ) async throws -> [String] {
        var resolved = words
        for (index, what) in takes.prefix(words.count).enumerated() {
            switch what.trimmingCharacters(in: ["[", "]"]) {
            case "country":
                resolved[index] = try await commands.lists(of: account).country(words[index]).id
            case "service":
                resolved[index] = try await commands.lists(of: account).service(words[index]).id
            default: break
            }
        }
        return resolved
    }
}
