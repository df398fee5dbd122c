package import Lines
package import Providers
import Transport

/// The provider's lists of orders, fetched to settle doubts.
package struct OrderLists: Sendable {
    package var active: [ActivationReading]
    /// Ended orders; nil if that list could not be read.
    package var past: [ActivationReading]?
    /// Lines whose order could not be looked at since. Whether another code was requested for them
    /// stays open.
    package var unheard: Set<Line.ID> = []
    /// When they were asked for.
    package var began: Instant

    package init(
        active: [ActivationReading], past: [ActivationReading]?, unheard: Set<Line.ID> = [],
        began: Instant
    ) {
        self.active = active
        self.past = past
        self.unheard = unheard
        self.began = began
    }

    package var all: [ActivationReading] { active + (past ?? []) }
}

/// Settles purchases: the order or rental that nobody knew before the call is the one.
extension AccountBook {
    /// How far a purchase may be from its expected time: more than the day by which a clock is set
    /// in error, less than the days by which offers differ.
    private static let drift = Duration.hours(36)

    package func settled(
        rent doubt: OpenAction, rentals: [HeldRental], began: Instant, at moment: Moment
    ) -> Settled {
        guard !doubt.isLater(than: began) else { return .open }
        let found = rentals.first { isNew($0, for: doubt, at: moment) }
        return settled(doubt, found.map { Purchase($0) }, asked: began)
    }

    package func settled(order doubt: OpenAction, by lists: OrderLists, at moment: Moment)
        -> Settled
    {
        guard !doubt.isLater(than: lists.began) else { return .open }
        if let services = doubt.details.shared {
            return settled(doubt, services, by: lists, at: moment)
        }
        let found = orderCreated(by: doubt, among: lists, at: moment)
        // Without the list of past orders, an empty list of active ones proves nothing.
        guard found != nil || lists.past != nil else { return .open }
        return settled(doubt, found.map { Purchase($0) }, asked: lists.began)
    }

    /// An order for several services on one number: all of them appear together. Some alone count
    /// once the others have had time to appear.
    private func settled(
        _ doubt: OpenAction, _ services: [SharedService], by lists: OrderLists, at moment: Moment
    ) -> Settled {
        let found = ordersCreated(by: doubt, among: lists, at: moment)
        let groups = Dictionary(grouping: found, by: \.number)
        // The nearest in time come first in each group, and decide between equal ones.
        let best = groups.max { left, right in
            let counts = (left.value.count, right.value.count)
            guard counts.0 == counts.1 else { return counts.0 < counts.1 }
            let places = [left, right].compactMap { group in
                found.firstIndex { $0.providerID == group.value[0].providerID }
            }
            return places.count == 2 && places[0] > places[1]
        }
        let parts = services.assigned(best?.value ?? [])
        guard let first = parts.first else {
            guard lists.past != nil else { return .open }
            return settled(doubt, nil, asked: lists.began)
        }
        guard parts.count == services.count || doubt.isConclusive(asked: lists.began) else {
            return .open
        }
        var purchase = first
        purchase.siblings = Array(parts.dropFirst())
        return settled(doubt, purchase, asked: lists.began)
    }

    private func settled(_ doubt: OpenAction, _ found: Purchase?, asked: Instant) -> Settled {
        if let found { return .happened(.bought(found)) }
        guard doubt.isConclusive(asked: asked) else { return .open }
        return .happened(
            .declined("Nothing was bought: the provider does not list the purchase."))
    }

    /// The order created by a doubtful call: of the unknown ones, the nearest to it in time.
    ///
    /// Active orders older than a few minutes are tracked already, so a wide window is safe for
    /// them. Past orders can be of any age, so theirs starts two minutes before the call.
    func orderCreated(
        by doubt: OpenAction, among lists: OrderLists, at moment: Moment,
        where isMeant: (ActivationReading) -> Bool = { _ in true }
    ) -> ActivationReading? {
        ordersCreated(by: doubt, among: lists, at: moment, where: isMeant).first
    }

    /// The same, all that may have been created by it, the nearest in time first.
    private func ordersCreated(
        by doubt: OpenAction, among lists: OrderLists, at moment: Moment,
        where isMeant: (ActivationReading) -> Bool = { _ in true }
    ) -> [ActivationReading] {
        let expected = whenAsked(doubt)
        let services = services(of: doubt, among: lists.all)
        let offset = stampOffset(of: lists.all)
        func stamp(_ reading: ActivationReading) -> Instant {
            reading.orderedAt.map { $0 - offset } ?? expected
        }
        func find(_ readings: [ActivationReading], since earliest: Instant) -> [ActivationReading] {
            readings.filter {
                let ordered = stamp($0)
                return isMeant($0) && ordered >= earliest && ordered <= expected + Self.drift
                    && isNew($0, for: doubt, of: services)
            }
        }
        func distance(_ reading: ActivationReading) -> Duration {
            let away = stamp(reading) - expected
            return max(away, .zero - away)
        }
        let active = find(lists.active, since: expected - Self.drift)
        let past = find(lists.past ?? [], since: expected - .minutes(2))
        // Some providers list open orders among the past ones too.
        let known = Set(active.map(\.providerID))
        let found = active + past.filter { !known.contains($0.providerID) }
        return found.enumerated().sorted {
            (distance($0.element), $0.offset) < (distance($1.element), $1.offset)
        }.map(\.element)
    }

    /// When the provider was asked, in its own time, as far as that is known.
    private func whenAsked(_ doubt: OpenAction) -> Instant {
        doubt.details.askedThere ?? doubt.createdAt + (account?.clock.ahead ?? .zero)
    }

    private func isUnknown(_ id: String, _ doubt: OpenAction) -> Bool {
        lineByProviderID[id] == nil && !(doubt.details.untrackedIDs ?? []).contains(id)
    }

    private func isNew(
        _ rental: HeldRental, for doubt: OpenAction, at moment: Moment
    ) -> Bool {
        guard isUnknown(rental.providerID, doubt) else { return false }
        if let product = rental.product, let offer = doubt.details.offer, product != offer {
            return false
        }
        guard let expiry = rental.expiresAt, let days = doubt.details.days else { return true }
        let drift = expiry - (whenAsked(doubt) + .days(days))
        return drift > .zero - Self.drift && drift < Self.drift
    }

    private func isNew(
        _ reading: ActivationReading, for doubt: OpenAction, of services: Set<String>
    ) -> Bool {
        guard isUnknown(reading.providerID, doubt) else { return false }
        let line = line(doubt.line)
        // A number ordered again, or with another service, can only be that number.
        if doubt.details.again != nil || doubt.details.besides != nil,
            let number = reading.number, number != line?.number
        {
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

    /// How far a list's time stamps are from our own times of the orders: hours, if they are
    /// written in a zone other than the configured one.
    private func stampOffset(of readings: [ActivationReading]) -> Duration {
        let distances = readings.compactMap { reading -> Duration? in
            guard let line = line(knownAs: reading.providerID), !line.isAdopted,
                line.episode == 0, let ordered = reading.orderedAt
            else { return nil }
            return ordered - line.purchasedAt
        }
        guard !distances.isEmpty else { return .zero }
        let median = distances.sorted()[distances.count / 2]
        return median > .minutes(20) || median < .minutes(-20) ? median : .zero
    }

    /// Names a list may use for the service of a doubtful call: its name, the words it was ordered
    /// with, or the listed name of the order it may have replaced.
    private func services(
        of doubt: OpenAction, among listed: [ActivationReading]
    ) -> Set<String> {
        let line = line(doubt.line)
        let own = listed.first { $0.providerID == line?.providerID }
        let shared = doubt.details.shared?.flatMap { [$0.id, $0.name] } ?? []
        let names = [line?.service, doubt.details.service, own?.service] + shared
        return Set(names.compactMap { $0?.lowercased() }.filter { !$0.isEmpty })
    }
}

extension [SharedService] {
    /// A purchase for each service that one of the orders is for, in the order of the services. An
    /// order in a list that names no service stands for one that is left.
    fileprivate func assigned(_ orders: [ActivationReading]) -> [Purchase] {
        var orders = orders
        let named = map { service in
            orders.firstIndex { $0.service.map(service.isCalled) == true }.map {
                orders.remove(at: $0)
            }
        }
        var unnamed = orders.filter { $0.service == nil }
        return zip(self, named).compactMap { service, order in
            guard let order = order ?? (unnamed.isEmpty ? nil : unnamed.removeFirst()) else {
                return nil
            }
            var purchase = Purchase(order)
            purchase.service = service.id
            return purchase
        }
    }
}

extension Purchase {
    /// A purchase from a rental in a list.
    package init(_ rental: HeldRental) {
        self.init(providerID: rental.providerID, number: rental.number)
        country = rental.country
        product = rental.product
        expiresAt = rental.expiresAt
    }

    /// A purchase from an order in a list.
    package init(_ reading: ActivationReading) {
        self.init(providerID: reading.providerID, number: reading.number)
        country = reading.country
        service = reading.service
        price = reading.price
        expiresAt = reading.status.expiresAt
    }
}
