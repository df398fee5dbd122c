import Accounts
import Lines
import Providers
import Storage
import Transport

/// Compares the provider's lists with the tracked lines, and adopts unknown lines.
extension KeeperLogic {
    /// Settles doubts by the provider's lists and adopts new lines.
    ///
    /// - Parameters:
    ///   - rentals: nil if the list could not be read.
    ///   - active: nil if the list could not be read. `past` has the ended orders that may settle a
    ///     doubt.
    ///   - unheard: lines whose order could not be looked at since. Whether another code was
    ///     requested for them stays open.
    mutating func compareLists(
        rentals: [HeldRental]?, active: [ActivationReading]?, past: [ActivationReading]?,
        unheard: Set<Line.ID> = [], began: Instant, on name: String
    ) throws(StoreError) {
        guard let configuration = books[name]?.account?.configuration else { return }
        let there = time(of: name)
        books[name]?.account?.lists.compared(at: there)
        defer { wakeLanes(of: name) }
        let orders = active.map {
            OrderLists(active: $0, past: past, unheard: unheard, began: began)
        }
        try settle(rentals: rentals, orders: orders, began: began, on: name)
        if let pause = books[name]?.pauseBeforeLists(at: moment) {
            askAgain(name, after: pause)
        } else if rentals == nil && configuration.provider.capabilities.offers(.listRentals)
            || active == nil && configuration.provider.capabilities.offers(.listActive)
        {
            // The missing list may be the only source for one of our lines.
            askAgain(name, after: .minutes(1))
        }
        for rental in rentals ?? [] {
            guard let id = books[name]?.lineByProviderID[rental.providerID] else { continue }
            try observe(.listed(expiresAt: rental.expiresAt), on: id)
        }
        if let rentals { try checkMissing(Set(rentals.map(\.providerID)), on: name) }
        // A line that appears while a purchase is running is most likely that purchase.
        guard !isBuying(on: name) else { return }
        guard configuration.adopts, configuration.twin == nil else {
            let listed = (rentals ?? []).map(\.providerID) + (active ?? []).map(\.providerID)
            books[name]?.account?.untrackedIDs.formUnion(listed)
            return
        }
        for rental in rentals ?? [] where books[name]?.lineByProviderID[rental.providerID] == nil {
            if try isHeldElsewhere(rental.providerID, rental.number, on: name) { continue }
            try adopt(rental, on: name)
        }
        for reading in active ?? [] where books[name]?.lineByProviderID[reading.providerID] == nil {
            // A partial listing of an open order does not say whether it is waiting or has received
            // a code.
            let isOpen =
                [.waiting, .received].contains(reading.status.phase)
                || reading.isPartial && reading.status.phase == .unclear && reading.tellsOfMessages
            guard isOpen,
                try !isHeldElsewhere(reading.providerID, reading.number, on: name)
            else { continue }
            try adopt(reading, on: name)
        }
    }

    /// A rental that was refunded elsewhere disappears from the list, while its status still reads
    /// as if it were asleep. A single list may be wrong: the rental must be missing for a while,
    /// and must have been asked about once more without listening.
    private mutating func checkMissing(_ listed: Set<String>, on name: String) throws(StoreError) {
        let now = moment.now
        let ours = (books[name]?.planned ?? []).filter {
            $0.kind == .rental && $0.state == .active && hasAccount($0)
        }
        for line in ours {
            guard let id = line.providerID, !listed.contains(id), !line.inDoubt,
                !line.listening.isAvailable
            else {
                track(line.id) { $0.missingFromListSince = nil }
                continue
            }
            guard let since = tracked(line.id)?.missingFromListSince else {
                track(line.id) { $0.missingFromListSince = now }
                continue
            }
            let sinceThere = since + (time(of: name) - now)
            guard now - since >= Self.missing,
                let asked = line.listening.statusAt, asked > sinceThere
            else { continue }
            track(line.id) { $0.missingFromListSince = nil }
            try observe(.unknownToProvider, on: line.id)
        }
    }

    /// Longer than a rental takes to wake.
    private static let missing = Duration.minutes(9)

    mutating func listingFailed(on name: String) {
        let there = time(of: name)
        books[name]?.account?.lists.failed(at: there)
        wakeLanes(of: name)
    }

    /// Whether a line that was ordered here may appear at the provider.
    func isBuying(on name: String) -> Bool { buyer(of: name) != nil }

    /// The account with the same key as `name` that has a purchase running or in doubt.
    private func buyer(of name: String) -> String? {
        let names = accountsWithKey(of: name)
        return openActions.filter { $0.kind.bringsLine && $0.state != .pending }
            .compactMap { self.account(of: $0) }.filter(names.contains).min()
    }

    /// A listed line may be one that is just being bought, here or under another name of the
    /// account.
    func checkAdoption(on name: String) throws(KeeperError) {
        guard let buyer = buyer(of: name) else { return }
        throw .refused(
            "A purchase on \(buyer) is in progress or in doubt, and the listed line may be its "
                + "result. Try again once `doubts` is empty.")
    }

    /// Adopts the lines a person asked for, unless a purchase has begun since the lists were asked
    /// for.
    mutating func takeUp(
        rentals: [HeldRental] = [], active: [ActivationReading] = [], on name: String,
        forwards: Bool = false
    ) throws(KeeperError) -> [Line] {
        guard !rentals.isEmpty || !active.isEmpty else { return [] }
        try checkAdoption(on: name)
        return try writing { () throws(StoreError) in
            var adopted: [Line] = []
            for rental in rentals
            where try !isHeldElsewhere(rental.providerID, rental.number, on: name) {
                adopted.append(try adopt(rental, on: name, forwards: forwards))
            }
            for reading in active
            where try !isHeldElsewhere(reading.providerID, reading.number, on: name) {
                adopted.append(try adopt(reading, on: name, forwards: forwards))
            }
            return adopted
        }
    }

    /// - Parameter forwards: whether its earlier messages are forwarded like new ones.
    @discardableResult
    mutating func adopt(
        _ rental: HeldRental, on name: String, forwards: Bool = false
    ) throws(StoreError) -> Line {
        try adopt(
            Purchase(rental), kind: .rental, on: name, purchasedAt: nil, forwards: forwards)
    }

    @discardableResult
    mutating func adopt(
        _ reading: ActivationReading, on name: String, forwards: Bool = false
    ) throws(StoreError) -> Line {
        let line = try adopt(
            Purchase(reading), kind: .activation, on: name, purchasedAt: reading.orderedAt,
            forwards: forwards)
        try recordListed(reading, on: line.id)
        return self.line(line.id) ?? line
    }

    private mutating func adopt(
        _ purchase: Purchase, kind: LineKind, on name: String, purchasedAt: Instant?,
        forwards: Bool
    ) throws(StoreError) -> Line {
        // If two callers find a line at the same time, it is adopted once.
        if let id = books[name]?.lineByProviderID[purchase.providerID], let known = line(id) {
            return known
        }
        let there = time(of: name)
        let boughtAt = purchasedAt.map { min($0, there) } ?? there
        let draft = {
            var line = Line(
                id: 0, account: name,
                provider: books[name]?.account?.configuration.providerName ?? .smspool, kind: kind,
                state: .ordering, purchasedAt: boughtAt)
            line.isAdopted = true
            line.backlogUntil = forwards ? nil : there
            return line
        }()
        let purchase = books[name]?.plausible(purchase, of: draft, at: moment) ?? purchase
        var adopted = draft
        let events = adopted.apply(.bought(purchase), at: there)
        let line = try write([.adopted(draft, then: adopted, events)]).line ?? adopted
        wakeLanes(of: name)
        return line
    }
}
