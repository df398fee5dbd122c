import Lines

/// The events that subscribers can receive, and their record.
extension VirtualSMSEmulator {
    enum PushEvent: Sendable, Equatable {
        case received(EmulatedSMS)
        case ordered
        case orderCancelled(returned: Money)
        case orderExpired(returned: Money)
        case swapped(from: String, to: String)
        case rented, rentalExpired
        case rentalCancelled(returned: Money)
        case balanceLow(threshold: Money)
        case deposited(Money)
    }

    struct Event: Sendable {
        let id: String
        let what: PushEvent
        /// The order or rental concerned.
        let line: String?
        let at: Instant
        /// Whether it was invented to test delivery.
        var isTest = false
    }

    /// Records an event, and schedules it for every subscription that wants it.
    mutating func emit(_ what: PushEvent, of line: String? = nil, at now: Instant) {
        let event = Event(id: ids.eventID(at: now), what: what, line: line, at: now)
        events.append(event)
        for subscription in subscriptions { queue(event, for: subscription, at: now) }
    }

    mutating func queue(_ event: Event, for subscription: Subscription, at now: Instant) {
        guard subscription.isActive, !subscription.isPaused,
            let name = vocabulary.name(of: event.what, onRental: isRental(event.line)),
            event.isTest || subscription.events.contains(name)
        else { return }
        deliveries.append(
            Delivery(
                id: "dlv_\(deliveries.count + 1)", subscription: subscription.id, event: event.id,
                kind: name, attempt: 1, scheduledFor: now, createdAt: now,
                payload: payload(of: event, named: name)))
    }

    func isRental(_ id: String?) -> Bool { rentals.contains { $0.id == id } }

    /// Reports once that the balance fell below a subscription's threshold, and again only after it
    /// was above it in between.
    mutating func noticeBalance(at now: Instant) {
        for index in subscriptions.indices {
            guard let threshold = subscriptions[index].threshold else { continue }
            let isLow = threshold.isMore(than: ledger.balance)
            let isNews = isLow && !subscriptions[index].isToldLow
            subscriptions[index].isToldLow = isLow
            guard isNews else { continue }
            let event = Event(
                id: ids.eventID(at: now), what: .balanceLow(threshold: threshold), line: nil,
                at: now)
            events.append(event)
            queue(event, for: subscriptions[index], at: now)
        }
    }
}
