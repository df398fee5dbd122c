package import Accounts
import Channels
import Keeping
package import Lines
import Providers
import Storage
import Transport

extension CommandService {
    /// Adopts lines that are held at the provider and not tracked here.
    ///
    /// - Parameter forwards: whether their earlier messages are forwarded too.
    package func adopt(
        account name: String?, providerID: String?, forwards: Bool = false
    ) async throws -> [Line] {
        var adopted: [Line] = []
        let names = await keeper.accountNames()
        for account in try await accounts(named: name, of: names) {
            if [.listRentals, .listActive].contains(where: account.provider.capabilities.offers) {
                try await keeper.checkAdoption(on: account.name)
            }
            let known = await keeper.knownProviderIDs(of: account.name)
            func isWanted(_ id: String) -> Bool {
                !known.contains(id) && (providerID == nil || providerID == id)
            }
            if account.provider.capabilities.offers(.listRentals) {
                let rentals = try await call(account) { provider throws(ProviderError) in
                    try await provider.rentals()
                }
                adopted += try await keeper.takeUp(
                    rentals: rentals.filter { isWanted($0.providerID) }, on: account.name,
                    forwards: forwards)
            }
            if account.provider.capabilities.offers(.listActive) {
                let active = try await call(account) { provider throws(ProviderError) in
                    try await provider.activeActivations()
                }
                adopted += try await keeper.takeUp(
                    active: active.filter { isWanted($0.providerID) }, on: account.name,
                    forwards: forwards)
            } else if let providerID, isWanted(providerID) {
                adopted += try await adopt(providerID, unlistedOn: account, forwards: forwards)
            }
        }
        if adopted.isEmpty {
            for account in try await accounts(named: name, of: names) {
                guard let remark = await keeper.remark(on: account.name) else { continue }
                throw KeeperError.refused(remark)
            }
        }
        guard adopted.isEmpty, let providerID else { return adopted }
        throw KeeperError.refused(
            "No provider lists an untracked line with the id \(providerID).")
    }

    /// Adopts an order by its id, on an account whose provider lists nothing.
    private func adopt(
        _ id: String, unlistedOn account: Account, forwards: Bool
    ) async throws -> [Line] {
        do {
            let reading = try await call(account) { provider throws(ProviderError) in
                try await provider.check(id)
            }
            // If it matches a purchase in doubt, it is that purchase, which was made here.
            if let doubt = await keeper.doubt(toldBy: reading, on: account.name) {
                try await keeper.recordOutcome(of: doubt, .bought(Purchase(reading)))
                return await keeper.allLines().filter {
                    $0.providerID == id && $0.account == account.name
                }
            }
            return [try await keeper.adopt(reading, on: account.name, forwards: forwards)]
        } catch let error as ProviderError where error.meaning == .notFound {
            return []
        }
    }

    private func accounts(named name: String?, of names: [String]) async throws -> [Account] {
        var accounts: [Account] = []
        for each in names where name == nil || name == each {
            accounts.append(try await keeper.account(named: each))
        }
        if let name, accounts.isEmpty { accounts = [try await keeper.account(named: name)] }
        return accounts
    }

    package func refreshBalance(of account: Account) async throws {
        let balance = try await call(account) { provider throws(ProviderError) in
            try await provider.balance()
        }
        await keeper.noteBalance(balance, on: account.name)
    }

    /// Sends a trial alert where alerts go, and waits for each of its results.
    package func testAlert() async throws -> [OpenAction] {
        var ends: [OpenAction] = []
        for trial in try await keeper.recordTrialAlert() {
            ends.append(try await outcome(of: trial))
        }
        return ends
    }

    /// Sends a test through a channel and waits for the result.
    package func test(channel: String) async throws -> OpenAction {
        let action = try await keeper.recordForward(
            to: channel,
            .init(title: "Linekeeper", text: "This is a test of the channel \(channel)."),
            origin: "console")
        return try await outcome(of: action)
    }
}
