import Lines

/// Rentals, which only one list shows, and their texts, if they can be requested at all.
extension VirtualSMSEmulator {
    /// `GET /rentals`: a bare list, of the active ones unless others are requested.
    func listRentals(_ request: EmulatedRequest, at now: Instant) -> JSON {
        let status = request.value("status") ?? "active"
        return .array(
            rentals.filter { status == "all" || $0.status == status }.map { rental in
                [
                    "id": .string(rental.id), "phone_number": written(rental.number),
                    "rental_type": rental.service == nil ? "full" : "service",
                    "service_id": rental.service.map { .string($0.code) } ?? .null,
                    "duration_hours": .int(rental.hours),
                    "started_at": VirtualSMSWire.time(rental.startedAt),
                    "expires_at": VirtualSMSWire.time(rental.expiresAt),
                    "price": VirtualSMSWire.number(rental.price),
                    "auto_renew": .bool(rental.renewsItself), "status": .string(rental.status),
                    "sms_received": .int(rental.received.count), "sms_forwarded": 0,
                    "last_sms_at": VirtualSMSWire.time(rental.received.last?.at),
                    "provider": rental.isFromNetwork ? "network" : "local",
                ]
            })
    }

    /// A rental in the form of an order, which is only presumed to exist.
    func show(_ rental: Rental, at now: Instant) -> JSON {
        [
            "success": true, "order_id": .string(rental.id),
            "phone_number": written(rental.number), "status": .string(rental.status),
            "messages": messages(kept(rental.received, at: now)),
            "expires_at": VirtualSMSWire.time(rental.expiresAt),
        ]
    }
}
