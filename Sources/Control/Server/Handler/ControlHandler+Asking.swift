import Accounts
import Foundation
import Keeping
import Lines
import Providers
import Running

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
                    [$0.name, $0.shape, $0.abstract]
                }, isCut: false)
        }
        guard let asked = offered.first(where: { $0.name == what }) else {
            let known = offered.map(\.name).joined(separator: ", ")
            throw ControlFailure(
                .usage,
                "\(title) has no \(what). "
                    + (known.isEmpty ? "It has no other calls." : "Its calls: \(known)."))
        }
        var words = try words(request.words, of: asked, on: account)
        guard !asked.isChange || request.isAgreed else {
            throw ControlFailure(
                .usage, "\(asked.abstract) This changes something: add --yes to do it.")
        }
        if asked.changes == .history { try await keepEvidence(of: account) }
        words.words = try await resolved(words.words, as: asked.takes, by: account)
        let checked = words
        let table = try await commands.call(account) { provider throws(ProviderError) in
            try await provider.tell(what, checked)
        }
        if asked.changes == .lines { await keeper.listAgain(account.name) }
        return TableRecord(columns: table.columns, rows: table.rows, isCut: false)
    }

    private func words(
        _ typed: [String], of asked: ProviderCommand, on account: Account
    ) throws(ControlFailure) -> CommandWords {
        do throws(CommandFault) {
            return try CommandWords(typed, of: asked)
        } catch {
            let form = ["ask", account.name, asked.name, asked.shape].filter { !$0.isEmpty }
            let fault = error.sentence.map { "\($0) " } ?? ""
            throw ControlFailure(
                .usage, "\(fault)Usage: `\(form.joined(separator: " "))`.")
        }
    }

    /// The list of past orders is asked what became of calls whose answer was lost.
    private func keepEvidence(of account: Account) async throws {
        guard await keeper.doubts(on: account.name).isEmpty else {
            throw ControlFailure(
                .failed,
                "A paid call on \(account.name) is in doubt, and its past orders are needed to "
                    + "settle it. See `doubts`, and try again once it is settled.")
        }
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
