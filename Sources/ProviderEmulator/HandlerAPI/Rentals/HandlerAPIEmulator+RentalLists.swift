import Lines

/// Rentals and their messages.
extension HandlerAPIEmulator {
    /// `getRentStatus`: newest first, page by page; a success only if there are messages, and never
    /// for an ended rental.
    func showRental(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let rental = rentals[try rentalIndex(request)]
        switch rental.end {
        case .finished: throw HandlerAPIRefusal("STATUS_FINISH")
        case .cancelled: throw HandlerAPIRefusal("STATUS_CANCEL")
        case .revoked: throw HandlerAPIRefusal("STATUS_REVOKE")
        case nil: break
        }
        let received = Array(rental.received.reversed())
        guard !received.isEmpty else { throw HandlerAPIRefusal("STATUS_WAIT_CODE") }
        let page = max(1, request.value("page").flatMap { Int($0) } ?? 1)
        let size = min(max(1, request.value("size").flatMap { Int($0) } ?? 10), 10)
        let skipped = (page - 1).multipliedReportingOverflow(by: size)
        let shown = skipped.overflow ? [] : received.dropFirst(skipped.partialValue).prefix(size)
        return [
            "status": "success", "quantity": .string(String(received.count)),
            "values": .indexed(
                shown.map { delivery in
                    [
                        "phoneFrom": .string(delivery.sms.sender),
                        "text": .string(delivery.sms.text),
                        "service": .string(rental.service?.code ?? "full"),
                        "date": .string(HandlerAPIWire.time(delivery.at)),
                    ]
                }),
        ]
    }

    /// `getRentList`: ids and numbers, or a refusal if there are none.
    func listRentals() throws(HandlerAPIRefusal) -> JSON {
        let held = rentals.filter { $0.end == nil }
        guard !held.isEmpty else { throw HandlerAPIRefusal("NO_NUMBERS") }
        return [
            "status": "success",
            "values": .indexed(
                held.map { ["id": .string($0.id), "phone": .string($0.number)] }),
        ]
    }
}
