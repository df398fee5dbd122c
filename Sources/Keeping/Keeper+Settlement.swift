package import Lines
package import Providers
package import Storage
import Transport

/// Finding out what became of paid calls whose answer was lost, by asking and comparing.
///
/// What is compared with was written down before the call: the expiry, and what the provider listed.
/// That something happened is believed at once; that it did not, only when the provider had longer to
/// show it than any call may take.
extension Keeper {
    /// Longer than the longest deadline of a paid call.
    static let settlingTime = Duration.seconds(60)
    /// How often what is known not to have happened is tried again.
    private static let tries = 5

    /// Doubts of an account that are still open.
    package func doubts(on name: String) -> [Action] {
        open.values.filter { $0.state == .doubt && account(of: $0) == name }
            .sorted { $0.id < $1.id }
    }

    private func hasHadTime(_ doubt: Action) -> Bool {
        world.now() - (doubt.details.doubtSince ?? doubt.createdAt) > Self.settlingTime
    }

    // MARK: Purchases

    /// Purchases in doubt: an order or rental that nobody knew before the call is the one.
    func settlePurchases(
        rentals: [HeldRental]?, active: [ActivationReading]?, past: [ActivationReading]?,
        began: Instant, on name: String
    ) throws(StoreError) {
        // While another purchase is under way, what appears could be that one.
        let isBuying = open.values.contains {
            Self.isPurchase($0) && $0.state == .running && account(of: $0) == name
        }
        guard !isBuying else { return }
        for doubt in doubts(on: name) where Self.isPurchase(doubt) {
            // A list that was asked for before the doubt arose says nothing about it.
            guard began > doubt.details.doubtSince ?? doubt.createdAt else { continue }
            if doubt.kind == .rent {
                guard let rentals else { continue }
                try settle(
                    doubt, on: name,
                    rentals.first { isNew($0, for: doubt, on: name) }
                        .map(purchase))
            } else if let active {
                let match = (active + (past ?? [])).first { isNew($0, for: doubt, on: name) }
                // Without the list of past orders nothing can be concluded from an empty one.
                guard match != nil || past != nil else { continue }
                try settle(doubt, on: name, match.map(purchase))
            }
        }
    }

    static func isPurchase(_ action: Action) -> Bool {
        action.kind == .order || action.kind == .rent
    }

    private func isUnknown(_ id: String, _ doubt: Action, _ name: String) -> Bool {
        linesByProviderID[name]?[id] == nil && !(doubt.details.strangers ?? []).contains(id)
    }

    private func isNew(_ rental: HeldRental, for doubt: Action, on name: String) -> Bool {
        guard isUnknown(rental.providerID, doubt, name) else { return false }
        if let product = rental.product, let offer = doubt.details.offer, product != offer {
            return false
        }
        guard let expiry = rental.expiresAt, let days = doubt.details.days else { return true }
        let ahead = accounts[name]?.clock.ahead ?? .zero
        let drift = expiry - (doubt.createdAt + ahead + .days(days))
        return drift > .days(-1) && drift < .days(1)
    }

    private func isNew(_ reading: ActivationReading, for doubt: Action, on name: String) -> Bool {
        guard isUnknown(reading.providerID, doubt, name) else { return false }
        if let ordered = reading.orderedAt {
            let ahead = accounts[name]?.clock.ahead ?? .zero
            guard ordered >= doubt.createdAt + ahead - .minutes(2) else { return false }
        }
        let line = doubt.line.flatMap { lines[$0] }
        if let service = reading.service, let wanted = line?.service,
            service.lowercased() != wanted.lowercased()
        {
            return false
        }
        if let country = reading.country, let wanted = line?.country, country.count == 2,
            wanted.count == 2, country.uppercased() != wanted.uppercased()
        {
            return false
        }
        return true
    }

    private func purchase(_ rental: HeldRental) -> Purchase {
        var purchase = Purchase(providerID: rental.providerID, number: rental.number)
        purchase.country = rental.country
        purchase.expiresAt = rental.expiresAt
        return purchase
    }

    private func settle(
        _ doubt: Action, on name: String, _ purchase: Purchase?
    ) throws(StoreError) {
        if let purchase {
            try ended(doubt.id, .bought(purchase))
        } else if hasHadTime(doubt) {
            try ended(
                doubt.id,
                .declined("The provider knows no such purchase: nothing was bought."))
        }
    }

    /// Nothing can be concluded yet: the lists are asked for again shortly.
    func askSoon(_ name: String) {
        let soon = time(of: name) - Self.listingInterval + .seconds(5)
        accounts[name]?.listedAt = soon
    }

    // MARK: Lines

    /// What status tells of extensions and refunds in doubt; nil when the rental is not known.
    package func settleDoubts(of id: Line.ID, status: RentalStatus?) throws(StoreError) {
        for doubt in open.values where doubt.line == id && doubt.state == .doubt {
            switch doubt.kind {
            case .extend:
                guard let expiry = status?.expiresAt, let before = doubt.details.expiryBefore,
                    let days = doubt.details.days
                else { continue }
                if expiry - before > .hours(12 * days) {
                    try ended(doubt.id, .extended(Extension(expiresAt: expiry)))
                } else if hasHadTime(doubt) {
                    try notDone(doubt, "The provider's expiry did not move: it was not extended.")
                }
            case .refund:
                if status == nil {
                    try ended(doubt.id, .refunded)
                } else if status?.isAvailable == true, hasHadTime(doubt) {
                    try notDone(doubt, "The rental is still ours: it was not refunded.")
                }
            default: continue
            }
        }
    }

    /// What a check tells of cancels and resends in doubt.
    package func settleDoubts(of id: Line.ID, reading: ActivationReading) throws(StoreError) {
        for doubt in open.values where doubt.line == id && doubt.state == .doubt {
            switch (doubt.kind, reading.status.phase) {
            case (.cancel, .refunded):
                try ended(doubt.id, .cancelled(Cancellation(moneyReturned: true)))
            case (.cancel, .cancelled):
                try ended(doubt.id, .cancelled(Cancellation(moneyReturned: false)))
            case (.resend, .waiting):
                try ended(doubt.id, .resent(Resend()))
            case (.cancel, .waiting), (.cancel, .received), (.resend, .received):
                guard hasHadTime(doubt) else { continue }
                try notDone(
                    doubt, "The order is as it was: \(doubt.kind.rawValue) did not happen.")
            default: continue
            }
        }
    }

    /// It is known not to have happened: what nobody else will try is tried again, ever more calmly.
    private func notDone(_ doubt: Action, _ reason: String) throws(StoreError) {
        var line = doubt.line.flatMap { lines[$0] }
        line?.inDoubt = false
        guard doubt.origin != "console", doubt.attempts < Self.tries else {
            try close(doubt, .failed, reason, line: line)
            return
        }
        try postpone(
            doubt, until: world.now() + Self.pause(after: doubt.attempts), reason, line: line)
        if let name = account(of: doubt) { ringLanes(of: name) }
    }

    /// The person's word that a call in doubt did not happen.
    package func dismiss(_ id: Action.ID) throws(KeeperError) {
        guard let doubt = open[id], doubt.state == .doubt else { throw .noSuchAction(id) }
        try writing { () throws(StoreError) in
            var line = doubt.line.flatMap { lines[$0] }
            line?.inDoubt = false
            try close(doubt, .failed, "Dismissed: it did not happen.", line: line)
        }
    }
}
