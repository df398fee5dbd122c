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
            guard hasHadTime(doubt, by: began), let line = doubt.line.flatMap({ lines[$0] })
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
            guard hasHadTime(doubt, by: began), let line = doubt.line.flatMap({ lines[$0] }),
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

    /// What status tells of extensions and refunds in doubt; nil when the rental is not known.
    package func settleDoubts(of id: Line.ID, status: RentalStatus?) throws(StoreError) {
        for doubt in open.values where doubt.line == id && doubt.state == .doubt {
            switch doubt.kind {
            case .extend:
                guard let expiry = status?.expiresAt, let before = doubt.details.expiryBefore,
                    let days = doubt.details.days, let line = lines[id],
                    verdict(on: expiry, of: line, known: before) == .plausible
                else { continue }
                if expiry - before > .hours(12 * days) {
                    try ended(doubt.id, .extended(Extension(expiresAt: expiry)))
                } else if hasHadTime(doubt) {
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
        for doubt in open.values where doubt.line == id && doubt.state == .doubt {
            switch (doubt.kind, reading.status.phase) {
            case (.cancel, .refunded):
                try ended(doubt.id, .cancelled(Cancellation(moneyReturned: true)))
            case (.cancel, .cancelled):
                try ended(doubt.id, .cancelled(Cancellation(moneyReturned: false)))
            case (.resend, .waiting) where reading.former != nil:
                try ended(doubt.id, .resent(Resend()))
            case (.resend, .waiting): try settleWaiting(doubt)
            case (.swap, _) where account(of: doubt).map(listsActive) != true:
                guard let line = lines[id] else { continue }
                try settleSwap(doubt, of: line, reading)
            case (.resend, .received) where wasAnswered(doubt): try settleAnswered(doubt)
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

    private func listsActive(_ name: String) -> Bool {
        accounts[name]?.account.provider.capabilities.offers(.listActive) == true
    }
}
