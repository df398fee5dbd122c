import Accounts
import Keeping
import Providers
import Running

/// Queries several accounts at once.
extension ControlHandler {
    /// The rows of all accounts in their order, and the accounts that could not answer.
    ///
    /// An account without any rows of this kind is not missing. If no account has rows, the reasons
    /// are thrown instead.
    func gather<Row>(
        from accounts: [Account], _ rows: @escaping @Sendable (Account) async throws -> [Row]
    ) async throws -> Gathered<Row> {
        try await gather(from: accounts, rows) { $0 }
    }

    /// - Parameter arranged: makes the rows from the answers of all accounts.
    func gather<Part: Sendable, Row>(
        from accounts: [Account], _ rows: @escaping @Sendable (Account) async throws -> [Part],
        as arranged: ([Part]) -> [Row]
    ) async throws -> Gathered<Row> {
        let parts = await withTaskGroup(of: (Int, Result<[Part], any Error>).self) { group in
            for (index, account) in accounts.enumerated() {
                group.addTask {
                    do {
                        return (index, .success(try await rows(account)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var parts: [Int: Result<[Part], any Error>] = [:]
            for await (index, part) in group { parts[index] = part }
            return parts
        }
        try Task.checkCancellation()
        var gathered = Gathered<Row>()
        var told: [Part] = []
        var (refusals, failures) = (Refusals(), Refusals())
        for (index, account) in accounts.enumerated() {
            switch parts[index] {
            case .success(let rows): told += rows
            case .failure(let error) where Self.saysNone(error):
                refusals.append(error, of: account.name)
                failures.append(error, of: account.name)
            case .failure(let error):
                let reason = ControlFailure(error).message
                gathered.missing.append(.init(account: account.name, reason: reason))
                failures.append(error, of: account.name)
                if accounts.count == 1 { throw error }
            case nil: break
            }
        }
        gathered.rows = arranged(told)
        guard gathered.rows.isEmpty else { return gathered }
        guard let refusal = refusals.error else {
            try gathered.mustBeWhole()
            return gathered
        }
        // An account that cannot be asked does not hide what the others say of the question.
        throw gathered.missing.isEmpty ? refusal : failures.error ?? refusal
    }

    /// Whether an account answered that it has none.
    private static func saysNone(_ error: any Error) -> Bool {
        switch error {
        case KeeperError.unknown, KeeperError.noCountry, KeeperError.notOffered: true
        case ProviderError.outOfStock, ProviderError.notInCountry, ProviderError.nothingBelow,
            ProviderError.noPrice, ProviderError.unknownService, ProviderError.unknownCountry,
            ProviderError.unknownOffer, ProviderError.notOffered:
            true
        default: false
        }
    }
}
