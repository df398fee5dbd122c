import Lines

extension VirtualSMSEmulator {
    /// The names and formats of webhooks, three of which are in public texts.
    package enum Vocabulary: String, CaseIterable, Sendable {
        /// The document's: an envelope, `sms.received`.
        case document
        /// An older page's: no envelope, `sms_received`.
        case older
        /// The clients' of 2026: the envelope, `order.sms_received`, and rentals.
        case later

        /// Nil for an event it has no name for.
        func name(of what: PushEvent, onRental isRental: Bool) -> String? {
            switch (self, what) {
            case (.older, .received): isRental ? nil : "sms_received"
            case (.older, .orderExpired): "order_expired"
            case (.older, .deposited): "deposit_confirmed"
            case (.older, _), (_, .deposited): nil
            case (.document, .received): isRental ? nil : "sms.received"
            case (.later, .received): isRental ? "rental.sms_received" : "order.sms_received"
            case (_, .orderCancelled): "order.cancelled"
            case (_, .orderExpired): "order.expired"
            case (_, .balanceLow): "balance.low"
            case (.document, .swapped): "order.swapped"
            case (.later, .ordered): "order.created"
            case (.later, .rented): "rental.created"
            case (.later, .rentalExpired): "rental.expired"
            case (.later, .rentalCancelled): "rental.cancelled"
            case (.document, _), (.later, _): nil
            }
        }

        /// All its names.
        var names: [String] {
            switch self {
            case .document:
                [
                    "sms.received", "order.cancelled", "order.expired", "order.swapped",
                    "balance.low",
                ]
            case .older: ["sms_received", "order_expired", "deposit_confirmed"]
            case .later:
                [
                    "order.created", "order.sms_received", "order.cancelled", "order.expired",
                    "rental.created", "rental.sms_received", "rental.expired", "rental.cancelled",
                    "balance.low",
                ]
            }
        }
    }

    /// The body for an event, in the present vocabulary.
    func payload(of event: Event, named name: String) -> JSON {
        var data = data(of: event)
        if event.isTest { data = data.with(["test": true]) }
        if vocabulary == .older {
            return JSON.object([JSON.Member("event", .string(name))]).with(data)
        }
        return [
            "id": .string(event.id), "type": .string(name),
            "created_at": VirtualSMSWire.time(event.at), "account_id": "acc_1", "data": data,
        ]
    }

    private func data(of event: Event) -> JSON {
        let line = subject(of: event)
        switch event.what {
        case .received(let sms):
            let code = sms.code.map(JSON.string) ?? .null
            return line.with([
                vocabulary == .older ? "sms_code" : "code": code,
                "full_text": .string(sms.text), "received_at": VirtualSMSWire.time(event.at),
            ])
        case .orderCancelled(let sum):
            return line.with(returned(sum)).with(["reason": "user_cancelled"])
        case .orderExpired(let sum):
            return line.with(returned(sum)).with([
                "reason": "timeout_no_sms", "refunded_at": VirtualSMSWire.time(event.at),
            ])
        case .rentalCancelled(let sum): return line.with(returned(sum))
        case .swapped(let old, let id):
            let number = orders.first { $0.id == id }?.number ?? old
            return line.with([
                "old_phone_number": "+\(old)", "new_order_id": .string(id),
                "new_phone_number": "+\(number)",
            ])
        case .balanceLow(let threshold):
            return [
                "balance": VirtualSMSWire.number(ledger.balance),
                "threshold": VirtualSMSWire.number(threshold), "currency": "USD",
            ]
        case .deposited(let sum): return ["amount": VirtualSMSWire.number(sum)]
        case .ordered, .rented, .rentalExpired: return line
        }
    }

    private func returned(_ sum: Money) -> JSON {
        ["refunded_amount": VirtualSMSWire.number(sum), "refund_currency": "USD"]
    }

    private func subject(of event: Event) -> JSON {
        if let order = orders.first(where: { $0.id == event.line }) {
            return [
                "order_id": .string(order.id), "phone_number": "+\(order.number)",
                "service": .string(order.offer.service.code),
                "country": .string(order.offer.country.code),
            ]
        }
        if let rental = rentals.first(where: { $0.id == event.line }) {
            return [
                "rental_id": .string(rental.id), "phone_number": "+\(rental.number)",
                "service": rental.service.map { .string($0.code) } ?? .null,
            ]
        }
        return event.isTest
            ? [
                "order_id": "00000000-0000-4000-8000-000000000000",
                "phone_number": "+10000000000", "service": "wa", "country": "US",
            ] : [:]
    }
}
