import Foundation
import Keeping
import Lines
import Providers

/// Provider-specific calls.
extension Front {
    func ask(_ request: AskProvider) async throws -> TableRecord {
        let account = try await keeper.account(named: request.account)
        let particulars = account.provider.particulars
        let title = account.providerName.title
        guard let what = request.what else {
            return TableRecord(
                columns: ["what", "takes", "tells"],
                rows: particulars.map {
                    [$0.name, $0.takes.joined(separator: " "), $0.abstract]
                }, isCut: false)
        }
        guard let asked = particulars.first(where: { $0.name == what }) else {
            let known = particulars.map(\.name).joined(separator: ", ")
            throw ControlFailure(
                .usage,
                "\(title) has no \(what). "
                    + (known.isEmpty ? "There is nothing more to ask it." : "There are \(known)."))
        }
        guard asked.counts.contains(request.words.count) else {
            let form = (["ask", account.name, asked.name] + asked.takes).joined(separator: " ")
            throw ControlFailure(.usage, "It is asked as `\(form)`.")
        }
        guard !asked.isChange || request.isAgreed else {
            throw ControlFailure(
                .usage, "\(asked.abstract) This changes something: add --yes to do it.")
        }
        let words = try await understood(request.words, as: asked.takes, by: account)
        let findings = try await desk.call(account) { provider throws(ProviderError) in
            try await provider.tell(what, words)
        }
        if asked.isChange { await keeper.listAgain(account.name) }
        return TableRecord(columns: findings.columns, rows: findings.rows, isCut: false)
    }

    /// Countries and services can be named here as everywhere else.
    private func understood(
        _ words: [String], as takes: [String], by account: Account
    ) async throws -> [String] {
        var understood = words
        for (index, what) in takes.prefix(words.count).enumerated() {
            switch what.trimmingCharacters(in: ["[", "]"]) {
            case "country":
                understood[index] = try await desk.lists(of: account).country(words[index]).id
            case "service":
                understood[index] = try await desk.lists(of: account).service(words[index]).id
            default: break
            }
        }
        return understood
    }
}
