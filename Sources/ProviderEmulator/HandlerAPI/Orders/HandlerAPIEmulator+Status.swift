import Lines

/// The state of an order, its messages, and changes of its state.
extension HandlerAPIEmulator {
    /// `getStatus`: every ended order is `STATUS_CANCEL`.
    func showStatus(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> EmulatedReply {
        let order = orders[try orderIndex(request.value("id"))]
        guard order.end == nil else { return HandlerAPIWire.text("STATUS_CANCEL") }
        guard order.hasReceived else { return HandlerAPIWire.text("STATUS_WAIT_CODE") }
        guard !order.awaitsAnother else {
            return HandlerAPIWire.text("STATUS_WAIT_RETRY:\(order.shown)")
        }
        var reply = HandlerAPIWire.text("STATUS_OK:\(order.shown)")
        if dialect == .daisysms, request.value("text") == "1", let latest = order.latest {
            reply.headers.append(("X-Text", HandlerAPIWire.header(latest.sms.text)))
        }
        return reply
    }

    /// `getStatusV2`: shows the last message, if any, even while another is awaited.
    func showTexts(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> EmulatedReply {
        let order = orders[try orderIndex(request.value("id"))]
        guard order.end == nil else { return HandlerAPIWire.text("STATUS_CANCEL") }
        guard let latest = order.latest else {
            return EmulatedReply(["verificationType": 0, "sms": nil, "call": nil])
        }
        guard order.verification == 0 else {
            return EmulatedReply([
                "verificationType": .int(order.verification), "sms": nil,
                "call": call(latest, of: order),
            ])
        }
        return EmulatedReply([
            "verificationType": 0,
            "sms": [
                "dateTime": .string(HandlerAPIWire.time(latest.at)),
                "code": .string(latest.sms.code ?? ""), "text": .string(latest.sms.text),
            ],
            "call": nil,
        ])
    }

    /// `getFullSms`
    func showFullText(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> EmulatedReply {
        let order = orders[try orderIndex(request.value("id"))]
        guard let latest = order.latest, order.end == nil else {
            return HandlerAPIWire.text(order.end == nil ? "STATUS_WAIT_CODE" : "STATUS_CANCEL")
        }
        return HandlerAPIWire.text("FULL_SMS:\(latest.sms.text)")
    }

    /// `getAllSms`: all messages, until the order is over.
    func showAllTexts(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> EmulatedReply {
        let order = orders[try orderIndex(request.value("id"))]
        guard order.end == nil else { throw HandlerAPIRefusal("ACTIVATION_NOT_ACTIVE") }
        return EmulatedReply([
            "status": "success",
            "data": .array(
                order.received.map {
                    ["text": .string($0.sms.text), "date": .string($0.at.rfc3339)]
                }),
        ])
    }

    /// `setStatus`
    mutating func setStatus(
        _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> EmulatedReply {
        let index = try orderIndex(request.value("id"))
        switch request.value("status") {
        case "1":
            guard orders[index].end == nil, !orders[index].hasReceived else { throw .badStatus }
            return HandlerAPIWire.text("ACCESS_READY")
        case "3":
            let order = orders[index]
            guard dialect != .daisysms, order.end == nil, order.hasReceived,
                !order.awaitsAnother, order.canGetAnother
            else { throw .badStatus }
            orders[index].awaitsAnother = true
            orders[index].resends += 1
            return HandlerAPIWire.text("ACCESS_RETRY_GET")
        case "6":
            guard orders[index].end == nil else { throw .badStatus }
            // An order still waiting ends here, and its price is not refunded.
            orders[index].end = .done
            return HandlerAPIWire.text("ACCESS_ACTIVATION")
        case "8", "-1": return try cancel(index, at: now)
        default: throw .badStatus
        }
    }

    private mutating func cancel(
        _ index: Int, at now: Instant
    ) throws(HandlerAPIRefusal) -> EmulatedReply {
        let order = orders[index]
        guard order.end == nil, !order.hasReceived else {
            // This word means that nothing was cancelled.
            if dialect == .daisysms { return HandlerAPIWire.text("ACCESS_READY") }
            throw .badStatus
        }
        guard now - order.orderedAt >= cancelHold else {
            throw HandlerAPIRefusal("EARLY_CANCEL_DENIED")
        }
        orders[index].end = .cancelled
        giveBack(order, at: now)
        return HandlerAPIWire.text("ACCESS_CANCEL")
    }
}
