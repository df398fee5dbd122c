import Lines

/// Decodes pushes. Anything unforeseen is ignored and never an error: occasional lists find what
/// was missed.
extension VirtualSMSPush {
    /// One text from the WebSocket, in either of the forms seen.
    package static func read(webSocketText text: String) -> VirtualSMSPush? {
        guard let json = object(Array(text.utf8)), let word = json.text("type", "event") else {
            return nil
        }
        let data = json.content
        switch word.lowercased() {
        case "order_status", "order.status", "status":
            guard data["status"]?.text != nil else { return nil }
            let messages = data.message.map { [$0] } ?? []
            let phase = VirtualSMSStatus(data["status"])
                .phase(hasMessage: !messages.isEmpty, returned: data.returned)
            return push(.standing(phase), .activation, json, data)
        default: return read(word, json)
        }
    }

    /// The body of a webhook call, in any of its three vocabularies.
    package static func read(webhookBody body: [UInt8]) -> VirtualSMSPush? {
        guard let json = object(body), let word = json.text("type", "event", "event_type") else {
            return nil
        }
        return read(word, json)
    }

    private static func object(_ bytes: [UInt8]) -> JSONValue? {
        guard let json = try? JSONValue(parsing: bytes), case .object = json else { return nil }
        return json
    }

    private static func read(_ word: String, _ json: JSONValue) -> VirtualSMSPush? {
        let data = json.content
        let (event, kind): (Event, Kind)
        switch word.lowercased() {
        case "sms", "sms_received", "sms.received", "order.sms_received":
            (event, kind) = (.received, .activation)
        case "rental.sms_received", "rental_sms_received": (event, kind) = (.received, .rental)
        case "order.created", "order_created": (event, kind) = (.ordered, .activation)
        case "order.cancelled", "order_cancelled", "cancelled":
            (event, kind) = (.cancelled, .activation)
        case "order.expired", "order_expired", "expired": (event, kind) = (.expired, .activation)
        case "order.swapped", "order_swapped": (event, kind) = (.swapped, .activation)
        case "rental.created": (event, kind) = (.ordered, .rental)
        case "rental.expired": (event, kind) = (.expired, .rental)
        case "rental.cancelled": (event, kind) = (.cancelled, .rental)
        case "balance.low", "balance_low": (event, kind) = (.balanceLow, .account)
        case "deposit_confirmed", "deposit.confirmed": (event, kind) = (.deposited, .account)
        default: return nil
        }
        let isRental = kind == .activation && data["order_id"] == nil && data["rental_id"] != nil
        return push(event, isRental ? .rental : kind, json, data)
    }

    private static func push(
        _ event: Event, _ kind: Kind, _ json: JSONValue, _ data: JSONValue
    ) -> VirtualSMSPush {
        var push = VirtualSMSPush(event, kind: kind)
        push.providerID =
            kind == .rental
            ? data.text("rental_id", "order_id", "id") : data.text("order_id", "rental_id")
        push.newProviderID = data.text("new_order_id")
        push.number = PhoneNumber.international(data.text("new_phone_number", "phone_number"))
        push.returned = data.returned
        push.isTest = data.flag("test") ?? json.flag("test") ?? false
        push.eventID = json.text("id", "event_id")
        push.createdAt = json.instant("created_at", zone: .utc)
        switch event {
        case .received, .standing: push.message = data.message
        default: break
        }
        return push
    }
}

extension JSONValue {
    /// The content of an envelope; everything if there is no envelope.
    fileprivate var content: JSONValue {
        if case .object? = self["data"] { return self["data"] ?? self }
        return self
    }

    fileprivate var returned: Money? { money("refunded_amount", "refund_amount") }

    /// The message in an event; a code alone is one too.
    fileprivate var message: ReceivedMessage? {
        guard
            first(of: [
                "content", "full_text", "message", "text", "sms_text", "code", "sms_code",
            ]) != nil
        else { return nil }
        if case .object? = self["message"] { return self["message"]?.message }
        return VirtualSMSMessage.read(self, zone: .utc)
    }
}
