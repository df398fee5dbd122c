package import Lines
package import Providers
package import Storage

/// Finding out what became of calls about one line, from what a look at it tells.
extension Keeper {
    /// Refunds in doubt: what was given back is no longer listed, though its status may still be told.
    func settleRefunds(
        rentals: [HeldRental], began: Instant, on name: String
    ) throws(StoreError) {
        for doubt in doubts(on: name) where doubt.kind == .refund {
            guard hasHadTime(doubt, by: began), let line = line(doubt.line)
            else { continue }
            if rentals.contains(where: { $0.providerID == line.providerID }) {
                try notDone(doubt, "The rental is still ours: it was not refunded.")
            } else if !line.listening.isAvailable {
                try ended(doubt.id, .refunded())
            }
        }
    }

    /// Extensions in doubt of rentals that ran out meanwhile: what is still listed was extended, also
    /// where neither status nor list tells until when.
    func settleExtensions(
        rentals: [HeldRental], began: Instant, on name: String
    ) throws(StoreError) {
        for doubt in doubts(on: name) where doubt.kind == .extend {
            guard hasHadTime(doubt, by: began), let line = line(doubt.line),
                line.state == .expired
            else { continue }
            let held = rentals.first { $0.providerID == line.providerID }
            let isOver = held?.expiresAt.map { $0 <= reckoning(of: name).sure } ?? false
            if let held, !isOver {
                try ended(doubt.id, .extended(Extension(expiresAt: held.expiresAt)))
            } else {
                try close(
                    doubt, .failed, "The rental is no longer listed: it was not extended.",
                    line: nil)
            }
        }
    }

    /// Extensions in doubt at a provider that tells no expiry.
    package func extensionsUntold(on name: String) -> [(doubt: Action.ID, providerID: String)] {
        guard books[name]?.account?.capabilities.tellsExpiry == false else { return [] }
        return doubts(on: name).compactMap { doubt in
            guard doubt.kind == .extend, let id = line(doubt.line)?.providerID
            else { return nil }
            return (doubt.id, id)
        }
    }

    /// What the provider's account of a rental and the money tell of its extension.
    package func settle(
        extension id: Action.ID, stretches: Int?, balance: Money?, asked: Instant, on name: String
    ) throws(StoreError) {
        guard let doubt = openAction(id), doubt.state == .doubt else { return }
        var lost = LostPayment()
        lost.price = doubt.details.price
        lost.stretchesBefore = doubt.details.stretchesBefore
        lost.stretchesNow = stretches
        lost.missing = try missing(from: balance, by: doubt, on: name)
        lost.hasHadTime = hasHadTime(doubt, by: asked)
        switch lost.verdict {
        case .made:
            // What it took is what is gone, be it more than was shown.
            if let missing = lost.missing, missing.tenThousandths > 0 {
                try amend(id) { $0.missing = missing }
            }
            try ended(id, .extended(Extension()))
        case .notMade:
            try notDone(doubt, "Neither the provider's list of payments nor the balance shows it.")
        case .unknown: break
        }
    }

    /// Writes down for how many stretches of time a rental was paid before another is.
    package func note(stretches: Int?, before id: Action.ID) throws(StoreError) {
        try amend(id) { details in
            guard details.unsure == nil || details.stretchesBefore == nil else { return }
            details.stretchesBefore = stretches
        }
    }

    /// What status tells of extensions and refunds in doubt; nil when the rental is not known.
    package func settleDoubts(of id: Line.ID, status: RentalStatus?) throws(StoreError) {
        for doubt in doubts(about: id) {
            switch doubt.kind {
            case .extend:
                guard let expiry = status?.expiresAt, let before = doubt.details.expiryBefore,
                    let days = doubt.details.days, let line = line(id),
                    verdict(on: expiry, of: line, known: before, paid: days) == .plausible
                else { continue }
                if Self.isMoved(expiry, from: before, by: days) {
                    try ended(doubt.id, .extended(Extension(expiresAt: expiry)))
                } else if hasHadTime(doubt), try !mayStillShow(doubt, on: line.account) {
                    try notDone(doubt, "The provider's expiry did not move: it was not extended.")
                }
            case .refund:
                if status == nil {
                    try ended(doubt.id, .refunded())
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
        for doubt in doubts(about: id) {
            switch (doubt.kind, reading.status.phase) {
            case (.cancel, .refunded):
                try ended(doubt.id, .cancelled(Cancellation(moneyReturned: true)))
            case (.cancel, .cancelled):
                // Ours it was; where that is all that is told, what was cancelled unused is paid back.
                let isUnused = line(id)?.messageCount == 0
                let isReturned = isUnused && account(of: doubt).map(tellsReturns) == false
                try ended(doubt.id, .cancelled(Cancellation(moneyReturned: isReturned)))
            case (.resend, .waiting) where reading.former != nil:
                try ended(doubt.id, .resent(Resend()))
            case (.resend, .waiting): try settleWaiting(doubt)
            case (.swap, _) where account(of: doubt).map(listsActive) != true:
                guard let line = line(id) else { continue }
                try settleSwap(doubt, of: line, reading)
            case (.resend, .received) where wasAnswered(doubt): try settleAnswered(doubt)
            case (.resend, .received) where reading.waitsAgain && doubt.details.waited == false:
                try ended(doubt.id, .resent(Resend()))
            case (.resend, .received) where !showsResends(doubt): try settleUntold(doubt)
            case (.cancel, .waiting), (.cancel, .received), (.resend, .received):
                // A resend may have made a new order: then only the list of orders tells.
                let isListed = account(of: doubt).map(listsActive) == true
                guard hasHadTime(doubt), doubt.kind == .cancel || !isListed else { continue }
                try notDone(
                    doubt, "The order is as it was: \(doubt.kind.rawValue) did not happen.")
            default: continue
            }
        }
    }

    private func tellsReturns(_ name: String) -> Bool {
        books[name]?.account?.capabilities.tellsReturns ?? true
    }

    private func listsActive(_ name: String) -> Bool {
        books[name]?.offers(.listActive) == true
    }
}
