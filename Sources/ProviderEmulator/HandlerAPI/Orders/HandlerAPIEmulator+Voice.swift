import Lines

/// Orders whose code comes by call, and what else the account is told.
extension HandlerAPIEmulator {
    /// How often a call can be read.
    private static let mostParsings = 4

    /// The kind of verification, given with the purchase.
    mutating func noteVerification(_ request: EmulatedRequest) {
        guard let text = request.value("activationType"), let kind = Int(text),
            (0...2).contains(kind)
        else { return }
        orders[orders.count - 1].verification = kind
    }

    /// Makes an order one whose code is spoken in a call, as if it had been bought that way.
    package mutating func makeVoice(_ id: String) {
        guard let index = orders.firstIndex(where: { $0.id == id }) else { return }
        orders[index].verification = 2
    }

    /// Cashback that purchases may use.
    var cashback: Money { Money(tenThousandths: 1_2500, currency: ledger.balance.currency) }

    /// `getIncomingCallStatus`: the caller is `false` until somebody calls.
    func showCall(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> EmulatedReply {
        guard let order = orders.first(where: { $0.id == request.value("activationId") }) else {
            throw HandlerAPIRefusal("INVALID_ACTIVATION_ID")
        }
        let status =
            switch order.end {
            case .cancelled: "5"
            case .done: "3"
            case nil: "2"
            }
        return EmulatedReply([
            "status": .string(status),
            "phone": order.latest.map { .string($0.sms.sender) } ?? false,
        ])
    }

    /// `parseCall`
    mutating func parseCall(_ request: EmulatedRequest) throws(HandlerAPIRefusal) -> EmulatedReply {
        guard let index = orders.firstIndex(where: { $0.id == request.value("id") }) else {
            throw HandlerAPIRefusal("WRONG_ACTIVATION_ID")
        }
        guard orders[index].end == nil else { return HandlerAPIWire.text("STATUS_CANCEL") }
        guard orders[index].hasReceived, orders[index].verification != 0 else {
            throw HandlerAPIRefusal("NO_CALL")
        }
        guard orders[index].parsings < HandlerAPIEmulator.mostParsings else {
            throw HandlerAPIRefusal("PARSE_COUNT_EXCEED")
        }
        orders[index].parsings += 1
        return EmulatedReply(["result": "OK"])
    }

    /// A call in the newer status, where an SMS has its own field.
    func call(_ delivery: EmulatedDelivery, of order: Order) -> JSON {
        [
            "from": .string(delivery.sms.sender), "text": .string(delivery.sms.text),
            "code": .string(delivery.sms.code ?? ""),
            "dateTime": .string(HandlerAPIWire.time(delivery.at)), "url": nil,
            "parsingCount": .int(order.parsings),
        ]
    }

    /// `getNotifications`: one for everybody, and one while the balance is low.
    func listNotifications(at now: Instant) -> JSON {
        var list: [JSON] = [
            [
                "id": 1, "type": "welcome", "title": "Welcome",
                "content": "Your account is ready.", "read": true,
                "createdAt": .string(HandlerAPIWire.time(now - .days(30))),
            ]
        ]
        if ledger.balance.tenThousandths < 5_0000 {
            list.insert(
                [
                    "id": 2, "type": "low_balance", "title": "Low balance",
                    "content": "Top up your account.", "read": false,
                    "createdAt": .string(HandlerAPIWire.time(now)),
                ], at: 0)
        }
        return [
            "status": "success", "notifications": .array(list),
            "unreadCount": .int(list.count - 1),
        ]
    }
}
