package import Lines
package import Providers
package import Storage
import Transport

/// Finding out what became of a purchase by the money alone, where a provider lists nothing.
///
/// What the account held is written down before the call. Money that is all there afterwards was not
/// spent; money that is missing was, and then the number is to be found on the provider's website
/// only.
extension Keeper {
    /// Whether nothing but the balance tells of a purchase of this kind.
    static func isToldByBalance(_ kind: Action.Kind, by capabilities: Capabilities) -> Bool {
        guard capabilities.offers(.balance) else { return false }
        return switch kind {
        case .order: !capabilities.offers(.listActive)
        case .rent: !capabilities.offers(.listRentals)
        default: false
        }
    }

    /// Writes down what the account holds right before a purchase.
    package func note(balance: Money, before id: Action.ID) throws(StoreError) {
        let last = try store.lastLedgerEntry()
        try amend(id) { details in
            details.balanceBefore = balance
            details.ledgerBefore = last
        }
    }

    /// Whether a doubt on an account waits for its balance.
    package func needsBalance(on name: String) -> Bool {
        doubts(on: name).contains { $0.details.balanceBefore != nil }
    }

    /// Purchases in doubt, once the balance is known again.
    ///
    /// - Parameter asked: when it was asked for.
    package func settle(balance: Money, asked: Instant, on name: String) throws(StoreError) {
        noticeClock()
        noteBalance(balance, on: name)
        // While another is under way, the money may be that one's.
        let isBusy = isUnderWay(on: name) { $0.kind.movesMoney }
        let doubtful = doubts(on: name).filter { $0.details.balanceBefore != nil }
        // Of two in doubt at once the money does not tell which.
        guard !isBusy, doubtful.count == 1, let doubt = doubtful.first,
            let before = doubt.details.balanceBefore, before.currency == balance.currency,
            hasHadTime(doubt, by: asked)
        else { return }
        let moved = try store.movement(
            on: name, after: doubt.details.ledgerBefore ?? 0, currency: before.currency)
        let missing = before + moved - balance
        if missing.tenThousandths == 0 {
            try ended(
                doubt.id, .declined("The balance is what it was: nothing was bought."))
        } else if missing == doubt.details.price {
            try explain(
                doubt,
                "\(missing) are gone from the balance, so it was bought. Its id is on the "
                    + "provider's website: `adopt ID --account \(name)` takes it up.")
        }
    }

    /// Whether the balance can be read for a purchase: no other call may be moving money meanwhile.
    /// Of purchases that wait for each other the older goes first.
    package func isAlone(_ id: Action.ID, on name: String) -> Bool {
        !open.values.contains { other in
            guard other.id != id, other.kind.movesMoney, other.state == .running,
                account(of: other) == name
            else { return false }
            return other.id < id || other.details.balanceBefore != nil
                || !Self.isPurchase(other)
        }
    }

    private func explain(_ doubt: Action, _ sentence: String) throws(StoreError) {
        guard doubt.result != sentence else { return }
        var doubt = doubt
        doubt.result = sentence
        let updated = doubt
        try store.write { try $0.update(updated) }
        open[doubt.id] = updated
    }

    /// The purchase in doubt that an order found by its id must be; nil when there is none.
    package func doubt(toldBy reading: ActivationReading, on name: String) -> Action.ID? {
        let waiting = doubts(on: name).filter {
            $0.kind == .order && $0.details.balanceBefore != nil
        }
        guard waiting.count == 1, linesByProviderID[name]?[reading.providerID] == nil else {
            return nil
        }
        return waiting.first?.id
    }
}
