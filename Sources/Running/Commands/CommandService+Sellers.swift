import Accounts
import Keeping
import Lines
import Providers

extension CommandService {
    /// Finds the account that sells the rental a word names.
    ///
    /// Rental ids are specific to a provider: if several accounts know the word, the person must
    /// choose, and likewise if an account that may know it cannot be asked.
    func seller(of offer: String, among accounts: [Account]) async throws -> Account {
        if accounts.count == 1, let only = accounts.first { return only }
        var refusals = Refusals()
        // The cached list is enough, unless nobody knows the word: the rental may be new.
        for isAskedAnew in [false, true] {
            refusals = Refusals()
            var knowing: [Account] = []
            var silent: (account: Account, error: any Error)?
            for account in accounts {
                do {
                    _ = try await rentals(of: account, now: isAskedAnew).rental(offer)
                    knowing.append(account)
                } catch KeeperError.severalMeant {
                    knowing.append(account)
                } catch let error {
                    refusals.append(error, of: account.name)
                    if case KeeperError.unknown = error { continue }
                    silent = silent ?? (account, error)
                }
            }
            guard let seller = knowing.first else { continue }
            guard knowing.count == 1 else {
                throw KeeperError.severalAccounts(knowing.map(\.name))
            }
            guard let silent else { return seller }
            throw KeeperError.refused(
                "Account \(seller.name) sells \(offer). It is unknown whether account "
                    + "\(silent.account.name) does: \(silent.error) Choose one with --account.")
        }
        throw refusals.error ?? ProviderError.unknownOffer
    }
}
