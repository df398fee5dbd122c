import Lines

/// Orders in lists.
extension HandlerAPIEmulator {
    /// `getActiveActivations`: an empty list is reported by a word.
    func listActive() throws(HandlerAPIRefusal) -> EmulatedReply {
        let open = orders.filter { $0.end == nil }
        guard !open.isEmpty else { throw HandlerAPIRefusal("NO_ACTIVATIONS") }
        return EmulatedReply([
            "status": "success", "activeActivations": .array(open.reversed().map(item)),
        ])
    }

    private func item(_ order: Order) -> JSON {
        let code = order.latest.map { $0.sms.code ?? $0.sms.text }
        return [
            "activationId": .string(order.id), "serviceCode": .string(order.pair.service.code),
            "phoneNumber": .string(order.number),
            "activationCost": HandlerAPIWire.number(order.price), "activationStatus": "4",
            "smsCode": code.map { [.string($0)] } ?? nil,
            "smsText": order.latest.map { .string($0.sms.text) } ?? nil,
            "activationTime": .string(HandlerAPIWire.time(order.orderedAt)),
            "discount": "0.00", "repeated": "0",
            "countryCode": .string(order.pair.country.id),
            "countryName": .string(order.pair.country.name),
            "canGetAnotherSms": order.canGetAnother ? "1" : "0",
            "currency": HandlerAPIWire.currency(order.price),
        ]
    }

    /// `getHistory`: nothing shows refunds, and an open order's cost is zero.
    func listHistory(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> JSON {
        let (start, end) = (request.value("start"), request.value("end"))
        let from = start.flatMap { Int64($0) }
        let to = end.flatMap { Int64($0) }
        guard (start == nil) == (from == nil), (end == nil) == (to == nil) else {
            throw HandlerAPIRefusal("WRONG_DATE")
        }
        let offset = max(0, request.value("offset").flatMap { Int($0) } ?? 0)
        let limit = min(max(0, request.value("limit").flatMap { Int($0) } ?? 50), 100)
        let found = orders.reversed().filter { order in
            from.map { order.orderedAt.unixSeconds >= $0 } ?? true
                && to.map { order.orderedAt.unixSeconds <= $0 } ?? true
        }
        return .array(
            found.dropFirst(offset).prefix(limit).map { order in
                let status =
                    switch order.end {
                    case nil: "4"
                    case .done: "6"
                    case .cancelled: "8"
                    }
                return [
                    "id": .number(order.id),
                    "date": .string(HandlerAPIWire.time(order.orderedAt)),
                    "phone": .string(order.number),
                    "sms": order.latest == nil ? nil : .string(order.shown),
                    "cost": order.end == nil ? 0 : HandlerAPIWire.number(order.price),
                    "status": .string(status), "currency": HandlerAPIWire.currency(order.price),
                ]
            })
    }
}
