import Lines

/// An order from any answer of VirtualSMS: bought, requested, or listed; the list uses other names
/// for nearly every field.
struct VirtualSMSOrder: Equatable, Sendable {
    var reading: ActivationReading
    var status: VirtualSMSStatus
    var cancellableFrom: Instant?
}

extension VirtualSMSAnswer {
    /// Nil without an id: nothing could be asked about it later.
    func order(_ entry: JSONValue) -> VirtualSMSOrder? {
        guard let id = entry.text("order_id", "id") else { return nil }
        let messages = messages(of: entry)
        let status = VirtualSMSStatus(entry["status"])
        var returned = entry.price("refund_amount", "refunded_amount")
        if returned == nil, entry.instant("refunded_at", zone: zone) != nil {
            returned = entry.price("price", "price_charged")
        }
        var reading = ActivationReading(
            providerID: id,
            status: ActivationStatus(
                status.phase(hasMessage: !messages.isEmpty, returned: returned),
                expiresAt: entry.instant("expires_at", zone: zone)),
            messages: messages)
        reading.waitsAgain = status == .waiting && !messages.isEmpty
        reading.number = PhoneNumber.international(entry.text("phone_number", "number", "phone"))
        reading.country = entry.text("country", "country_id", "country_code")
        reading.service = entry.text("service", "service_id")
        reading.price = entry.price("price", "price_charged")
        reading.orderedAt = entry.instant("created_at", zone: zone)
        return VirtualSMSOrder(
            reading: reading, status: status,
            cancellableFrom: entry.instant("cancel_available_at", zone: zone))
    }

    /// All messages of an order, with the code if there is one.
    ///
    /// The code is beside the list, with the text it was found in; older answers have only those
    /// two.
    func messages(of order: JSONValue) -> [ReceivedMessage] {
        var messages = (order["messages"]?.entries ?? []).compactMap { message($0.value) }
        let code = order.text("sms_code", "code").flatMap { $0.trimmed == "0" ? nil : $0 }
        let text = order.text("sms_text", "full_text")
        guard code != nil || text != nil else { return messages }
        guard !messages.isEmpty else {
            return [
                ReceivedMessage(
                    text: text ?? code ?? "", sender: order.text("sms_sender"), code: code,
                    receivedAt: order.instant("sms_received_at", zone: zone))
            ]
        }
        let owner = messages.lastIndex { message in
            text.map { $0 == message.text } ?? code.map { message.text.contains($0) } ?? false
        }
        if let owner, messages[owner].code == nil { messages[owner].code = code }
        return messages
    }

    private func message(_ entry: JSONValue) -> ReceivedMessage? {
        VirtualSMSMessage.read(entry, zone: zone)
    }
}

/// One message in any of the forms of VirtualSMS: in an order, over a WebSocket, in a webhook.
enum VirtualSMSMessage {
    static func read(_ entry: JSONValue, zone: LocalZone) -> ReceivedMessage? {
        let code = entry.text("code", "sms_code").flatMap { $0.trimmed == "0" ? nil : $0 }
        let sender = entry.text("sender", "from")
        let text: String
        switch entry.first(of: ["content", "full_text", "message", "text", "sms_text"]) ?? entry {
        case .string(let words): text = words
        case .number(let digits): text = digits
        default:
            guard code != nil || sender != nil else { return nil }
            text = code ?? ""
        }
        if text.isEmpty, code == nil, sender == nil { return nil }
        return ReceivedMessage(
            text: text, sender: sender, code: code,
            receivedAt: entry.instant("received_at", "timestamp", zone: zone))
    }
}
