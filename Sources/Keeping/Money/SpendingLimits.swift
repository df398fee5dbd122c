import Accounts
import Lines
import Transport

/// Computes what may still be spent in a day: in total, on one account, and by scripts.
struct SpendingLimits: Equatable, Sendable {
    /// A configured limit and what counts against it.
    struct Limit: Equatable, Sendable {
        var most: Money
        /// Nil for spending on any account.
        var account: String?
        var isForScripts = false
        /// The possible cost of running calls and doubts. It counts as spent until the outcome is
        /// known.
        var committed: Money
    }

    let limits: [Limit]
    /// The start of the period in which spending counts.
    let since: Instant

    /// Those in a currency: amounts of two currencies cannot be compared.
    func limits(in currency: String) -> SpendingLimits {
        SpendingLimits(limits: limits.filter { $0.most.currency == currency }, since: since)
    }

    /// The least that any limit leaves; nil without limits.
    ///
    /// - Parameter spent: the ledger's total for each limit.
    func left(spent: [Money]) -> Money? {
        zip(limits, spent).map { limit, spent in limit.most - spent - limit.committed }
            .min { $1.isMore(than: $0) }
    }

    /// - Parameter price: nil if unknown. An unknown price cannot be kept under a limit.
    func check(price: Money?, left: Money?) throws(KeeperError) {
        guard let price else {
            guard limits.isEmpty else {
                throw .overLimit(
                    "Nothing was bought: the provider does not quote the price, so the limits "
                        + "under spending in config.lua cannot be checked.")
            }
            return
        }
        guard let left, price.isMore(than: left) else { return }
        throw .overLimit(
            "It costs \(price), but the limits under spending in config.lua allow only \(left) in "
                + "the next 24 hours.")
    }

    /// The highest price to allow a provider, which may charge up to it.
    static func capped(_ most: Money?, left: Money?) -> Money? {
        guard let most, let left, most.isMore(than: left) else { return most }
        return left
    }
}

extension KeeperState {
    /// The limits for spending on an account by somebody.
    ///
    /// - Parameter currency: that of the account's prices, which its own limit is meant in; nil if
    ///   unknown.
    func limits(
        on name: String, origin: String, _ settings: KeeperSettings, since: Instant,
        in currency: String? = nil
    ) -> SpendingLimits {
        var limits: [SpendingLimits.Limit] = []
        func add(_ most: Money?, on account: String? = nil, isForScripts: Bool = false) {
            guard let most else { return }
            limits.append(
                SpendingLimits.Limit(
                    most: most, account: account, isForScripts: isForScripts,
                    committed: committed(on: account, most.currency, isForScripts: isForScripts)))
        }
        add(settings.spendingPerDay)
        add(
            books[name]?.account?.configuration.spendingPerDay.map {
                Money(tenThousandths: $0.tenThousandths, currency: currency ?? $0.currency)
            }, on: name)
        if origin.hasSuffix(".lua") { add(settings.scriptsPerDay, isForScripts: true) }
        return SpendingLimits(limits: limits, since: since)
    }

    private func committed(
        on account: String?, _ currency: String, isForScripts: Bool
    ) -> Money {
        openActions
            .filter { $0.kind.takesMoney && (!isForScripts || $0.row.isByScript) }
            .filter { account == nil || self.account(of: $0) == account }
            .compactMap { $0.details.missing ?? $0.details.price }
            .filter { $0.currency == currency }
            .reduce(Money(tenThousandths: 0, currency: currency), +)
    }
}
