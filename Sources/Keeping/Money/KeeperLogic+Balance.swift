import Lines
import Providers
import Storage
import Transport

/// Finding out what became of a purchase by the money alone, where a provider lists nothing.
///
/// What the account held is written down before the call. Money that is all there afterwards was not
/// spent; money that is missing was, and then the number is to be found on the provider's website
/// only.
extension KeeperLogic {
    /// Writes down what the account holds right before a paid call. Of a call that is made again because
    /// nobody knows what became of it, the first reading is the one to compare with.
    mutating func note(balance: Money, before id: Action.ID) throws(StoreError) {
        if let name = openAction(id).flatMap(account(of:)) {
            try compareWaiting(with: balance, on: name, besides: id)
        }
        let last = try disk.lastLedgerEntry()
        try amend(id) { details in
            let wasInDoubt = details.unsure != nil || details.doubtSince != nil
            guard !wasInDoubt || details.balanceBefore == nil else { return }
            details.balanceBefore = balance
            details.ledgerBefore = last
        }
    }

    /// Whether a doubt on an account waits for its balance.
    func needsBalance(on name: String) -> Bool {
        books[name]?.doubts.contains { books[name]?.isToldByBalance($0) == true } ?? false
    }

    /// Purchases in doubt, once the balance is known again.
    ///
    /// - Parameter asked: when it was asked for.
    mutating func settle(balance: Money, asked: Instant, on name: String) throws(StoreError) {
        noteBalance(balance, on: name)
        // While another is under way, the money may be that one's.
        let isBusy = books[name]?.isUnderWay({ $0.kind.movesMoney }) == true
        guard !isBusy, let doubt = books[name]?.onlyPaymentInDoubt, doubt.kind.isPurchase,
            books[name]?.isToldByBalance(doubt) == true, doubt.isConclusive(asked: asked),
            let missing = try gone(from: balance, since: doubt, on: name)
        else { return }
        if missing.tenThousandths == 0 {
            try ended(
                doubt.id, .declined("The balance is what it was: nothing was bought."))
        } else if missing.tenThousandths > 0 {
            // Be it what was shown or not, it is what counts until it is known better.
            if doubt.details.missing != missing { try amend(doubt.id) { $0.missing = missing } }
            guard let doubt = openAction(doubt.id) else { return }
            try explain(
                doubt,
                "\(missing) are gone from the balance, so it was bought. Its id is on the "
                    + "provider's website: `adopt ID --account \(name)` takes it up.")
        }
    }

    /// How much is gone that is not booked, since the balance was written down before a call.
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

    /// What the money says of an extension in doubt; nil where other calls may have moved it.
    func missing(
        from balance: Money?, by doubt: OpenAction, on name: String
    ) throws(StoreError) -> Money? {
        guard let balance, books[name]?.onlyPaymentInDoubt?.id == doubt.id,
            !(books[name]?.isUnderWay({ $0.kind.movesMoney }) == true)
        else { return nil }
        return try gone(from: balance, since: doubt, on: name)
    }

    /// Whether the balance can be read for a purchase: no other call may be moving money meanwhile.
    /// Of purchases that wait for each other the older goes first.
    func isAlone(_ id: Action.ID, on name: String) -> Bool {
        books[name]?.isAlone(id) ?? true
    }

    mutating func explain(_ doubt: OpenAction, _ sentence: String) throws(StoreError) {
        guard doubt.result != sentence else { return }
        var doubt = doubt
        doubt.result = sentence
        try write([.action(doubt)])
    }

    /// The purchase in doubt that an order found by its id must be; nil when there is none.
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
