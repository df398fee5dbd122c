import Accounts
import Lines
import Providers
import Storage
import Transport

/// Settles a purchase by the balance alone, for providers that list nothing.
///
/// The balance is recorded before the call. If it is unchanged afterwards, nothing was bought; if
/// money is missing, something was, and the number can only be found on the provider's website.
extension KeeperLogic {
    /// Records the balance right before a paid call. If a call in doubt is repeated, the first
    /// reading remains the one to compare with.
    mutating func note(balance: Money, before id: Action.ID) throws(StoreError) {
        if let name = openAction(id).flatMap(account(of:)) {
            try compareWaiting(with: balance, on: name, besides: id)
        }
        let last = try disk.lastLedgerEntry()
        try updateDetails(of: id) { details in
            let wasInDoubt = details.unsure != nil || details.doubtSince != nil
            guard !wasInDoubt || details.balanceBefore == nil else { return }
            details.balanceBefore = balance
            details.ledgerBefore = last
        }
    }

    /// Whether a doubt on the account needs the balance to be settled.
    func needsBalance(on name: String) -> Bool {
        books[name]?.doubts.contains { books[name]?.isToldByBalance($0) == true } ?? false
    }

    /// Settles purchases in doubt by a new balance.
    ///
    /// - Parameter asked: when it was asked for.
    mutating func settle(balance: Money, asked: Instant, on name: String) throws(StoreError) {
        noteBalance(balance, on: name)
        // If another call is running, it may have taken the money.
        let isBusy = books[name]?.isUnderWay({ $0.kind.movesMoney }) == true
        guard !isBusy, let doubt = books[name]?.onlyPaymentInDoubt, doubt.kind.isPurchase,
            books[name]?.isToldByBalance(doubt) == true, doubt.isConclusive(asked: asked),
            let missing = try gone(from: balance, since: doubt, on: name)
        else { return }
        if missing.tenThousandths == 0 {
            try recordOutcome(
                of: doubt.id, .declined("Nothing was bought: the balance is unchanged."))
        } else if missing.tenThousandths > 0 {
            // Whether or not it equals the quoted price, it counts until a better figure is known.
            if doubt.details.missing != missing {
                try updateDetails(of: doubt.id) { $0.missing = missing }
            }
            guard let doubt = openAction(doubt.id) else { return }
            try explain(
                doubt,
                "The balance is \(missing) lower, so the purchase was made. Find the id on the "
                    + "provider's website and run `adopt ID --account \(name)`.")
        }
    }

    /// The unbooked decrease since the balance was recorded before a call.
    private func gone(
        from balance: Money, since action: OpenAction, on name: String
    ) throws(StoreError) -> Money? {
        guard let before = action.details.balanceBefore, before.currency == balance.currency else {
            return nil
        }
        let moved = try disk.movement(
            on: name, after: action.details.ledgerBefore ?? 0, currency: before.currency)
        return before + moved - balance
    }

    /// What the balance says about an extension in doubt; nil if other calls may have moved money.
    func missing(
        from balance: Money?, by doubt: OpenAction, on name: String
    ) throws(StoreError) -> Money? {
        guard let balance, books[name]?.onlyPaymentInDoubt?.id == doubt.id,
            !(books[name]?.isUnderWay({ $0.kind.movesMoney }) == true)
        else { return nil }
        return try gone(from: balance, since: doubt, on: name)
    }

    func isAlone(_ id: Action.ID, on name: String) -> Bool {
        books[name]?.isAlone(id) ?? true
    }

    mutating func explain(_ doubt: OpenAction, _ sentence: String) throws(StoreError) {
        guard doubt.result != sentence else { return }
        var doubt = doubt
        doubt.result = sentence
        try write([.action(doubt)])
    }

    /// The purchase in doubt that an order found by its id must be; nil if there is none.
    func doubt(toldBy reading: ActivationReading, on name: String) -> Action.ID? {
        let waiting = doubts(on: name).filter {
            $0.kind == .order && books[name]?.isToldByBalance($0) == true
        }
        guard waiting.count == 1, books[name]?.lineByProviderID[reading.providerID] == nil else {
            return nil
        }
        return waiting.first?.id
    }
}
