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
    /// How far from what was expected a purchase may lie in time: more than the day by which a clock
    /// is set when somebody errs, less than the days by which offers differ.
    private static let drift = Duration.hours(36)
    /// How often what is known not to have happened is tried again.
    private static let tries = 5

    /// Doubts of an account that are still open.
    package func doubts(on name: String) -> [Action] {
        open.values.filter { $0.state == .doubt && account(of: $0) == name }
            .sorted { $0.id < $1.id }
    }

    /// - Parameter asked: when the provider was asked; now where nil.
    func hasHadTime(_ doubt: Action, by asked: Instant? = nil) -> Bool {
        (asked ?? world.now()) - (doubt.details.doubtSince ?? doubt.createdAt) > Self.settlingTime
    }

    // MARK: Purchases

    /// Purchases in doubt: an order or rental that nobody knew before the call is the one.
    func settlePurchases(
        rentals: [HeldRental]?, active: [ActivationReading]?, past: [ActivationReading]?,
        began: Instant, on name: String
    ) throws(StoreError) {
        // While another is under way, what appears could be that one's.
        guard !isUnderWay(on: name, Self.bringsLine) else { return }
        for doubt in doubts(on: name) where Self.isPurchase(doubt) {
            // A list that was asked for before the doubt arose says nothing about it.
            guard began > doubt.details.doubtSince ?? doubt.createdAt else { continue }
            if doubt.kind == .rent {
                guard let rentals else { continue }
                try settle(
                    doubt, on: name,
                    rentals.first { isNew($0, for: doubt, on: name) }.map(purchase),
                    asked: began)
            } else if let active {
                let match = newcomer(for: doubt, in: active, past, on: name)
                // Without the list of past orders nothing can be concluded from an empty one.
                guard match != nil || past != nil else { continue }
                try settle(doubt, on: name, match.map(purchase), asked: began)
            }
        }
    }

    static func isPurchase(_ action: Action) -> Bool {
        action.kind == .order || action.kind == .rent
    }

    /// Whether it may bring a line that was not there: some providers make a new order of a resend.
    static func bringsLine(_ action: Action) -> Bool {
        isPurchase(action) || action.kind == .resend || action.kind == .swap
    }

    /// Whether lists tell of it, rather than a look at its line.
    static func isSettledByLists(_ action: Action) -> Bool {
        isPurchase(action) || action.kind == .resend || action.kind == .refund
    }

    private func isUnderWay(on name: String, _ isMeant: (Action) -> Bool) -> Bool {
        open.values.contains {
            isMeant($0) && $0.state == .running && account(of: $0) == name
        }
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
        let drift = expiry - (whenAsked(doubt, on: name) + .days(days))
        return drift > .zero - Self.drift && drift < Self.drift
    }

    /// When the provider was asked, in its own time, as well as that is known.
    private func whenAsked(_ doubt: Action, on name: String) -> Instant {
        doubt.details.askedThere ?? doubt.createdAt + (accounts[name]?.clock.ahead ?? .zero)
    }

    /// The order that came of a doubtful call: of those nobody knew, the nearest to it in time.
    ///
    /// Active ones were all known but for the last minutes, so a clock that was set since may be
    /// forgiven; among past ones there may be anything.
    private func newcomer(
        for doubt: Action, in active: [ActivationReading], _ past: [ActivationReading]?,
        on name: String, where isMeant: (ActivationReading) -> Bool = { _ in true }
    ) -> ActivationReading? {
        let expected = whenAsked(doubt, on: name)
        func find(_ readings: [ActivationReading], since earliest: Instant) -> [ActivationReading] {
            readings.filter {
                let ordered = $0.orderedAt ?? expected
                return isMeant($0) && ordered >= earliest && ordered <= expected + Self.drift
                    && isNew($0, for: doubt, on: name)
            }
        }
        func distance(_ reading: ActivationReading) -> Duration {
            let away = (reading.orderedAt ?? expected) - expected
            return max(away, .zero - away)
        }
        let found =
            find(active, since: expected - Self.drift)
            + find(past ?? [], since: expected - .minutes(2))
        return found.min { distance($0) < distance($1) }
    }

    private func isNew(_ reading: ActivationReading, for doubt: Action, on name: String) -> Bool {
        guard isUnknown(reading.providerID, doubt, name) else { return false }
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
        _ doubt: Action, on name: String, _ purchase: Purchase?, asked: Instant
    ) throws(StoreError) {
        if let purchase {
            try ended(doubt.id, .bought(purchase))
        } else if hasHadTime(doubt, by: asked) {
            try ended(
                doubt.id,
                .declined("The provider knows no such purchase: nothing was bought."))
        }
    }

    /// Not everything can be concluded yet: the lists are asked for again before their time.
    func askAgain(_ name: String, after pause: Duration) {
        let soon = time(of: name) - Self.listingInterval + pause
        accounts[name]?.listedAt = soon
    }

    // MARK: Resends and refunds

    package func linesWithResendInDoubt(on name: String) -> [Line] {
        doubts(on: name).filter { $0.kind == .resend }.compactMap { $0.line.flatMap { lines[$0] } }
    }

    /// Resends in doubt: the order waits again, or another one has its number.
    func settleResends(
        active: [ActivationReading], past: [ActivationReading]?, unheard: Set<Line.ID>,
        began: Instant, on name: String
    ) throws(StoreError) {
        guard !isUnderWay(on: name, Self.bringsLine) else { return }
        for doubt in doubts(on: name) where doubt.kind == .resend {
            guard began > doubt.details.doubtSince ?? doubt.createdAt,
                let line = doubt.line.flatMap({ lines[$0] }), !unheard.contains(line.id)
            else { continue }
            let own = active.first { $0.providerID == line.providerID }
            // It may be over by now, with a code that nobody has seen.
            let other = newcomer(for: doubt, in: active, past, on: name) {
                $0.number == line.number
            }
            if let other {
                try ended(
                    doubt.id,
                    .resent(Resend(newProviderID: other.providerID, charge: other.price)))
            } else if own?.status.phase == .waiting, own?.former != nil {
                try ended(doubt.id, .resent(Resend()))
            } else if own?.status.phase == .waiting {
                try settleWaiting(doubt, asked: began)
            } else if wasAnswered(doubt) {
                try settleAnswered(doubt)
            } else if past != nil, hasHadTime(doubt, by: began) {
                try notDone(doubt, "The order is as it was: resend did not happen.")
            }
        }
    }

    /// Writes down how an order stood right before another code was asked for on it.
    package func noteBeforeResend(_ id: Action.ID) throws(StoreError) {
        guard var action = open[id], let line = action.line.flatMap({ lines[$0] }) else { return }
        var details = action.details
        details.waited = line.state == .waiting
        details.seen = line.messageCount
        action.payload = details.text
        let updated = action
        try store.write { try $0.update(updated) }
        open[id] = updated
    }

    /// Whether a code came on an order since another was asked for: then it was heard.
    private func wasAnswered(_ doubt: Action) -> Bool {
        guard let line = doubt.line.flatMap({ lines[$0] }), let seen = doubt.details.seen else {
            return false
        }
        return doubt.details.waited == false && line.messageCount > seen
    }

    private func settleAnswered(_ doubt: Action) throws(StoreError) {
        var line = doubt.line.flatMap { lines[$0] }
        line?.inDoubt = false
        try close(doubt, .done, "Another code was asked for, and came.", line: line)
    }

    /// A resend in doubt whose order waits: it was heard, unless the order waited before.
    private func settleWaiting(_ doubt: Action, asked: Instant? = nil) throws(StoreError) {
        if doubt.details.waited != true {
            try ended(doubt.id, .resent(Resend()))
        } else if hasHadTime(doubt, by: asked) {
            try ended(doubt.id, .declined("The order waits for its code, as it did before."))
        }
    }

    /// Refunds in doubt: what was given back is no longer listed, though its status may still be told.
    func settleRefunds(
        rentals: [HeldRental], began: Instant, on name: String
    ) throws(StoreError) {
        for doubt in doubts(on: name) where doubt.kind == .refund {
            guard hasHadTime(doubt, by: began), let line = doubt.line.flatMap({ lines[$0] })
            else { continue }
            if rentals.contains(where: { $0.providerID == line.providerID }) {
                try notDone(doubt, "The rental is still ours: it was not refunded.")
            } else if !line.listening.isAvailable {
                try ended(doubt.id, .refunded)
            }
        }
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
            // One that does not listen may be given back or asleep: the list of rentals tells.
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
            case (.resend, .waiting) where reading.former != nil:
                try ended(doubt.id, .resent(Resend()))
            case (.resend, .waiting): try settleWaiting(doubt)
            case (.resend, .received) where wasAnswered(doubt): try settleAnswered(doubt)
            case (.cancel, .waiting), (.cancel, .received), (.resend, .received):
                // A resend may have made a new order: then only the list of orders tells.
                let isListed = account(of: doubt)
                    .flatMap { accounts[$0]?.account.provider.capabilities.offers(.listActive) }
                guard hasHadTime(doubt), doubt.kind == .cancel || isListed != true else {
                    continue
                }
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
        let isPatient = (doubt.details.doubts ?? 1) < Self.tries
        // What the plan is to extend is never given up while there is time.
        let isPlanned = doubt.origin == "plan" && doubt.kind == .extend && isStillPlanned(doubt)
        guard doubt.origin != "console", isPatient || isPlanned else {
            try close(doubt, .failed, reason, line: line)
            return
        }
        let pause = isPatient ? Self.pause(after: doubt.attempts) : .minutes(30)
        try postpone(doubt, until: world.now() + pause, reason, line: line)
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
