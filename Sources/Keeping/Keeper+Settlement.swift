import Transport
package import Lines
package import Providers
package import Storage

/// Finding out what became of paid calls whose answer was lost, by asking and comparing.
extension Keeper {
    /// A provider may show an order a little later than it took it.
    static let settlingTime = Duration.seconds(20)

    /// Doubts of an account that are still open.
    package func doubts(on name: String) -> [Action] {
        open.values.filter { $0.state == .doubt && account(of: $0) == name }
            .sorted { $0.id < $1.id }
    }

    /// Purchases in doubt: an order or rental of ours that nobody knows is the one.
    func settlePurchases(
        rentals: [HeldRental]?, active: [ActivationReading]?, past: [ActivationReading]?,
        on name: String
    ) throws(StoreError) {
        for doubt in doubts(on: name) {
            switch doubt.kind {
            case .rent:
                guard let rentals else { continue }
                let match = rentals.first {
                    linesByProviderID[name]?[$0.providerID] == nil
                        && ($0.product == nil || $0.product == doubt.details.offer)
                }
                try settle(
                    doubt,
                    match.map { rental in
                        var purchase = Purchase(
                            providerID: rental.providerID, number: rental.number)
                        purchase.country = rental.country
                        purchase.expiresAt = rental.expiresAt
                        return purchase
                    })
            case .order:
                guard let active else { continue }
                let match = (active + (past ?? [])).first { reading in
                    linesByProviderID[name]?[reading.providerID] == nil
                        && isSince(reading.orderedAt, doubt)
                }
                // Without the list of past orders nothing can be concluded from an empty one.
                guard match != nil || past != nil else { continue }
                try settle(doubt, match.map(purchase))
            default: continue
            }
        }
    }

    private func isSince(_ instant: Instant?, _ doubt: Action) -> Bool {
        guard let instant, let name = account(of: doubt) else { return true }
        let ahead = accounts[name]?.clock.ahead ?? .zero
        return instant >= doubt.createdAt + ahead - .minutes(2)
    }

    private func settle(_ doubt: Action, _ purchase: Purchase?) throws(StoreError) {
        if let purchase {
            try ended(doubt.id, .bought(purchase))
        } else if world.now() - doubt.createdAt > Self.settlingTime {
            try ended(
                doubt.id,
                .declined("The provider knows no such purchase: nothing was bought."))
        } else if let name = account(of: doubt) {
            // Asked too soon to conclude anything from silence: ask again shortly.
            let soon = time(of: name) - Self.listingInterval + .seconds(10)
            accounts[name]?.listedAt = soon
        }
    }

    /// What status tells of an extension or refund in doubt.
    package func settle(
        _ doubt: Action, status: RentalStatus?, isKnown: Bool
    ) throws(StoreError) {
        guard let line = doubt.line.flatMap({ lines[$0] }) else { return }
        switch doubt.kind {
        case .extend:
            guard isKnown, let expiry = status?.expiresAt, let days = doubt.details.days else {
                return
            }
            let before = line.expiresAt ?? expiry
            if expiry - before > .hours(12 * days) {
                try ended(doubt.id, .extended(Extension(expiresAt: expiry)))
            } else if world.now() - doubt.createdAt > Self.settlingTime {
                try notDone(doubt, "The provider's expiry did not move: it was not extended.")
            }
        case .refund:
            if !isKnown {
                try ended(doubt.id, .refunded)
            } else if world.now() - doubt.createdAt > Self.settlingTime {
                try notDone(doubt, "The rental is still ours: it was not refunded.")
            }
        default: return
        }
    }

    /// What a check tells of a cancel or resend in doubt.
    package func settle(_ doubt: Action, reading: ActivationReading?) throws(StoreError) {
        guard let reading else { return }
        switch (doubt.kind, reading.status.phase) {
        case (.cancel, .refunded):
            try ended(doubt.id, .cancelled(Cancellation(moneyReturned: true)))
        case (.cancel, .cancelled):
            try ended(doubt.id, .cancelled(Cancellation(moneyReturned: false)))
        case (.cancel, .waiting), (.cancel, .received), (.resend, .received):
            guard world.now() - doubt.createdAt > Self.settlingTime else { return }
            try notDone(doubt, "The order is as it was: \(doubt.kind.rawValue) did not happen.")
        case (.resend, .waiting):
            try ended(doubt.id, .resent(Resend()))
        default: return
        }
    }

    /// It is known not to have happened: what nobody else will try is tried again.
    private func notDone(_ doubt: Action, _ reason: String) throws(StoreError) {
        var line = doubt.line.flatMap { lines[$0] }
        line?.inDoubt = false
        guard doubt.origin != "console" else {
            try close(doubt, .failed, reason, line: line)
            return
        }
        var action = doubt
        action.state = .pending
        action.dueAt = world.now()
        action.result = reason
        let updated = line
        try store.write { database in
            try database.update(action)
            if let updated { try database.update(updated) }
        }
        open[action.id] = action
        if let updated { take(updated) }
        if let name = account(of: action) { ringLanes(of: name) }
    }

    /// The person's word that a call in doubt did not happen.
    package func dismiss(_ id: Action.ID) throws(KeeperError) {
        guard let doubt = open[id], doubt.state == .doubt else { throw .noSuchAction(id) }
        do throws(StoreError) {
            var line = doubt.line.flatMap { lines[$0] }
            line?.inDoubt = false
            try close(doubt, .failed, "Dismissed: it did not happen.", line: line)
        } catch {
            throw .store(error)
        }
    }
}
