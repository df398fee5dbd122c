package import Lines
import Providers
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
    package func doubts(on name: String) -> [OpenAction] {
        books[name]?.doubts ?? []
    }

    /// Those about one line.
    func doubts(about id: Line.ID) -> [OpenAction] {
        line(id).flatMap { books[$0.account]?.doubts(about: id) } ?? []
    }

    /// - Parameter asked: when the provider was asked; now where nil.
    func hasHadTime(_ doubt: OpenAction, by asked: Instant? = nil) -> Bool {
        (asked ?? world.now()) - (doubt.details.doubtSince ?? doubt.createdAt) > Self.settlingTime
    }

    // MARK: Purchases

    /// Purchases in doubt: an order or rental that nobody knew before the call is the one.
    func settlePurchases(
        rentals: [HeldRental]?, active: [ActivationReading]?, past: [ActivationReading]?,
        began: Instant, on name: String
    ) throws(StoreError) {
        // While another is under way, what appears could be that one's.
        guard !(books[name]?.isUnderWay({ $0.kind.bringsLine }) == true) else { return }
        for doubt in doubts(on: name) where doubt.kind.isPurchase {
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

    /// Whether lists tell of it, rather than a look at its line.
    func isSettledByLists(_ action: OpenAction) -> Bool {
        let isOver = line(action.line)?.state.isEnded ?? false
        return action.kind.bringsLine || action.kind == .refund
            || action.kind == .extend && (isOver || isToldByBalance(action))
    }

    private func isUnknown(_ id: String, _ doubt: OpenAction, _ name: String) -> Bool {
        books[name]?.lineByProviderID[id] == nil && !(doubt.details.strangers ?? []).contains(id)
    }

    private func isNew(_ rental: HeldRental, for doubt: OpenAction, on name: String) -> Bool {
        guard isUnknown(rental.providerID, doubt, name) else { return false }
        if let product = rental.product, let offer = doubt.details.offer, product != offer {
            return false
        }
        guard let expiry = rental.expiresAt, let days = doubt.details.days else { return true }
        let drift = expiry - (whenAsked(doubt, on: name) + .days(days))
        return drift > .zero - Self.drift && drift < Self.drift
    }

    /// When the provider was asked, in its own time, as well as that is known.
    private func whenAsked(_ doubt: OpenAction, on name: String) -> Instant {
        doubt.details.askedThere ?? doubt.createdAt + (books[name]?.account?.clock.ahead ?? .zero)
    }

    /// The order that came of a doubtful call: of those nobody knew, the nearest to it in time.
    ///
    /// Active ones were all known but for the last minutes, so a clock that was set since may be
    /// forgiven; among past ones there may be anything.
    func newcomer(
        for doubt: OpenAction, in active: [ActivationReading], _ past: [ActivationReading]?,
        on name: String, where isMeant: (ActivationReading) -> Bool = { _ in true }
    ) -> ActivationReading? {
        let expected = whenAsked(doubt, on: name)
        let services = services(of: doubt, among: active + (past ?? []))
        let offset = stampOffset(of: active + (past ?? []), on: name)
        func stamp(_ reading: ActivationReading) -> Instant {
            reading.orderedAt.map { $0 - offset } ?? expected
        }
        func find(_ readings: [ActivationReading], since earliest: Instant) -> [ActivationReading] {
            readings.filter {
                let ordered = stamp($0)
                return isMeant($0) && ordered >= earliest && ordered <= expected + Self.drift
                    && isNew($0, for: doubt, of: services, on: name)
            }
        }
        func distance(_ reading: ActivationReading) -> Duration {
            let away = stamp(reading) - expected
            return max(away, .zero - away)
        }
        let found =
            find(active, since: expected - Self.drift)
            + find(past ?? [], since: expected - .minutes(2))
        return found.min { distance($0) < distance($1) }
    }

    /// How far the stamps of a list lie from when its orders were made here: hours, where they are written
    /// in another zone than is configured.
    private func stampOffset(of readings: [ActivationReading], on name: String) -> Duration {
        let distances = readings.compactMap { reading -> Duration? in
            guard let line = books[name]?.line(knownAs: reading.providerID),
                !line.isAdopted, line.episode == 0, let ordered = reading.orderedAt
            else { return nil }
            return ordered - line.purchasedAt
        }
        guard !distances.isEmpty else { return .zero }
        let median = distances.sorted()[distances.count / 2]
        return median > .minutes(20) || median < .minutes(-20) ? median : .zero
    }

    /// What a list may call the service of a doubtful call: by its name, by what it was ordered by, or as
    /// it calls the order that may have given way.
    private func services(of doubt: OpenAction, among listed: [ActivationReading]) -> Set<String> {
        let line = line(doubt.line)
        let own = listed.first { $0.providerID == line?.providerID }
        let names = [line?.service, doubt.details.service, own?.service]
        return Set(names.compactMap { $0?.lowercased() }.filter { !$0.isEmpty })
    }

    private func isNew(
        _ reading: ActivationReading, for doubt: OpenAction, of services: Set<String>,
        on name: String
    ) -> Bool {
        guard isUnknown(reading.providerID, doubt, name) else { return false }
        let line = line(doubt.line)
        // One number once more is that number and no other.
        if doubt.details.again != nil, let number = reading.number, number != line?.number {
            return false
        }
        if let service = reading.service, !services.isEmpty,
            !services.contains(service.lowercased())
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

    private func settle(
        _ doubt: OpenAction, on name: String, _ purchase: Purchase?, asked: Instant
    ) throws(StoreError) {
        if let purchase {
            try ended(doubt.id, .bought(purchase))
        } else if hasHadTime(doubt, by: asked) {
            try ended(
                doubt.id,
                .declined("The provider knows no such purchase: nothing was bought."))
        }
    }

    /// How soon the lists are asked for again because of a doubt. What the money alone can tell it has
    /// told soon, and what lists do not tell for long they may never; after that a person has to look,
    /// who may be away for long.
    func pauseBeforeLists(for doubt: OpenAction) -> Duration {
        let soon = Duration.seconds(5)
        let age = world.now() - (doubt.details.doubtSince ?? doubt.createdAt)
        guard isToldByBalance(doubt) || age > .minutes(10) else { return soon }
        return max(soon, min(age / 4, ListSchedule.interval))
    }

    /// Not everything can be concluded yet: the lists are asked for again before their time.
    func askAgain(_ name: String, after pause: Duration) {
        let there = time(of: name)
        books[name]?.account?.lists.repeatAfter(pause, at: there)
    }

    /// It is known not to have happened: what nobody else will try is tried again, ever more calmly.
    func notDone(_ doubt: OpenAction, _ reason: String) throws(StoreError) {
        var line = line(doubt.line)
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

    // MARK: What nothing tells of

    /// How often a call is made again of which nobody knows whether it was made.
    private static let unsureTries = 2

    /// Doubts that stay unknown while the time to act runs out. Asking for money back twice gives it back
    /// once, so that is done again. An extension made twice is paid for twice: whether that or the loss
    /// of the number is worse the configuration says.
    package func reconsider(on name: String) throws(StoreError) {
        let now = time(of: name)
        for doubt in doubts(on: name) where hasHadTime(doubt) {
            guard let line = line(doubt.line) else { continue }
            switch doubt.kind {
            case .refund:
                guard let end = line.refund.until, now < end, end - now < .minutes(5) else {
                    continue
                }
                try askOnceMore(doubt, "It is asked for again before the window closes.")
            case .cancel:
                guard let end = line.expiresAt, now < end, end - now < .minutes(3) else {
                    continue
                }
                try askOnceMore(doubt, "It is asked for again before its time runs out.")
            case .extend: try reconsider(extension: doubt, of: line, now: now)
            default: continue
            }
        }
    }

    private func reconsider(
        extension doubt: OpenAction, of line: Line, now: Instant
    ) throws(StoreError) {
        let age = world.now() - (doubt.details.doubtSince ?? doubt.createdAt)
        guard line.state == .active, let end = line.expiresAt, now < end else { return }
        let left = end.left(own: world.now(), provider: now)
        let lastChance = books[line.account]?.lastChance ?? .minutes(30)
        guard left < lastChance, age > min(.minutes(10), left / 4) else { return }
        let tries = doubt.details.unsure ?? 0
        let unknown =
            "It is not known whether line \(line.name) was extended, and its time is nearly over. "
        let isWanted = doubt.origin != "console" || settings.policy.rentals.extendBefore != nil
        if settings.policy.rentals.extendWhenUnsure == .retry, isWanted, tries < Self.unsureTries {
            try note(
                kind: "unsure",
                text: unknown + "It is extended again: at worst that is paid for twice.",
                line: line.id)
            try amend(doubt.id) { $0.unsure = tries + 1 }
            guard let again = openAction(doubt.id) else { return }
            try askOnceMore(again, "It is not known whether it was made, so it is made again.")
        } else if doubt.details.asked != true {
            try amend(doubt.id) { $0.asked = true }
            let days = doubt.details.days ?? 0
            try note(
                kind: "unsure",
                text: unknown + "If it was not, `doubts --dismiss \(doubt.id)` and "
                    + "`extend \(line.id) \(days)` keep the number.", line: line.id)
        }
    }

    private func askOnceMore(_ doubt: OpenAction, _ reason: String) throws(StoreError) {
        var line = line(doubt.line)
        line?.inDoubt = false
        try postpone(doubt, until: world.now(), reason, line: line)
        if let name = account(of: doubt) { ringLanes(of: name) }
    }

    /// The person's word that a call in doubt did not happen.
    package func dismiss(_ id: Action.ID) throws(KeeperError) {
        guard let doubt = openAction(id), doubt.state == .doubt else { throw .noSuchAction(id) }
        try writing { () throws(StoreError) in
            var line = line(doubt.line)
            line?.inDoubt = false
            try close(doubt, .failed, "Dismissed: it did not happen.", line: line)
        }
    }
}
