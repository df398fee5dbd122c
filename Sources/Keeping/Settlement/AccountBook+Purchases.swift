import Lines
import Providers
import Transport

/// The provider's lists of orders, as they were asked for to settle doubts.
struct OrderLists: Sendable {
    var active: [ActivationReading]
    /// Those that are over; nil when that list was not to be had.
    var past: [ActivationReading]?
    /// Lines whose order could not be looked at since: that another code was asked for on them is not
    /// settled yet.
    var unheard: Set<Line.ID> = []
    /// When they were asked for.
    var began: Instant

    var all: [ActivationReading] { active + (past ?? []) }
}

/// What became of purchases: an order or rental that nobody knew before the call is the one.
extension AccountBook {
    /// How far from what was expected a purchase may lie in time: more than the day by which a clock
    /// is set when somebody errs, less than the days by which offers differ.
    private static let drift = Duration.hours(36)

    func settled(
        rent doubt: OpenAction, rentals: [HeldRental], began: Instant, at moment: Moment
    ) -> Settled {
        guard !doubt.isLater(than: began) else { return .open }
        let found = rentals.first { isNew($0, for: doubt, at: moment) }
        return settled(doubt, found.map { Purchase($0) }, asked: began)
    }

    func settled(order doubt: OpenAction, by lists: OrderLists, at moment: Moment) -> Settled {
        guard !doubt.isLater(than: lists.began) else { return .open }
        let found = orderCreated(by: doubt, among: lists, at: moment)
        // Without the list of past orders nothing can be concluded from an empty one.
        guard found != nil || lists.past != nil else { return .open }
        return settled(doubt, found.map { Purchase($0) }, asked: lists.began)
    }

    private func settled(_ doubt: OpenAction, _ found: Purchase?, asked: Instant) -> Settled {
        if let found { return .happened(.bought(found)) }
        guard doubt.isConclusive(asked: asked) else { return .open }
        return .happened(
            .declined("The provider knows no such purchase: nothing was bought."))
    }

    /// The order that came of a doubtful call: of those nobody knew, the nearest to it in time.
    ///
    /// Active orders older than a few minutes are tracked already, so a wide window is safe for them. Past
    /// orders can be of any age, so theirs starts two minutes before the call.
    func orderCreated(
        by doubt: OpenAction, among lists: OrderLists, at moment: Moment,
        where isMeant: (ActivationReading) -> Bool = { _ in true }
    ) -> ActivationReading? {
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
        let found =
            find(lists.active, since: expected - Self.drift)
            + find(lists.past ?? [], since: expected - .minutes(2))
        return found.min { distance($0) < distance($1) }
    }

    /// When the provider was asked, in its own time, as well as that is known.
    private func whenAsked(_ doubt: OpenAction) -> Instant {
        doubt.details.askedThere ?? doubt.createdAt + (account?.clock.ahead ?? .zero)
    }

    private func isUnknown(_ id: String, _ doubt: OpenAction) -> Bool {
        lineByProviderID[id] == nil && !(doubt.details.strangers ?? []).contains(id)
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

    /// How far the stamps of a list lie from when its orders were made here: hours, where they are written
    /// in another zone than is configured.
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

    /// What a list may call the service of a doubtful call: by its name, by what it was ordered by, or as
    /// it calls the order that may have given way.
    private func services(
        of doubt: OpenAction, among listed: [ActivationReading]
    ) -> Set<String> {
        let line = line(doubt.line)
        let own = listed.first { $0.providerID == line?.providerID }
        let names = [line?.service, doubt.details.service, own?.service]
        return Set(names.compactMap { $0?.lowercased() }.filter { !$0.isEmpty })
    }
}

extension Purchase {
    /// What a list shows of a rental that is held.
    init(_ rental: HeldRental) {
        self.init(providerID: rental.providerID, number: rental.number)
        country = rental.country
        product = rental.product
        expiresAt = rental.expiresAt
    }

    /// What a list shows of an order.
    init(_ reading: ActivationReading) {
        self.init(providerID: reading.providerID, number: reading.number)
        country = reading.country
        service = reading.service
        price = reading.price
        expiresAt = reading.status.expiresAt
    }
}
