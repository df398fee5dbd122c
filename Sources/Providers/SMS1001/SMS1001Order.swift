import Lines

/// An order from any answer of 1001SMS: one requested, or an entry of a list.
package struct SMS1001Order: Equatable, Sendable {
    package var reading: ActivationReading
    /// The state in the provider's own words.
    package var statusWord: String?
    /// `EXTRA`, `MAIN` or `EXTRA 2`.
    package var alias: String?
    package var operatorName: String?
    /// The number of messages received, if an answer counts them without showing them.
    package var messageCount: Int?
}

extension SMS1001Answer {
    /// Nil without an id: nothing could be asked about it later.
    func order(_ entry: JSONValue) throws(ProviderError) -> SMS1001Order? {
        guard let id = entry.orderID else { return nil }
        var inbox = SMS1001Inbox()
        inbox.add(try messages(of: entry) ?? [])
        if let latest = entry.first(of: ["latestMessage"]).flatMap(message), !inbox.shows(latest) {
            inbox.add([latest])
        }
        let count = entry.integer("messageCount").flatMap { Int(exactly: $0) }
        let hasMessage = !inbox.messages.isEmpty || (count ?? 0) > 0
        var reading = ActivationReading(
            providerID: id,
            status: ActivationStatus(
                SMS1001Status(entry["status"]).phase(hasMessage: hasMessage),
                expiresAt: entry.instant("expiresAt", zone: zone)),
            messages: inbox.oldestFirst)
        reading.number = PhoneNumber.international(entry.text("phoneNumber"))
        reading.country =
            code(of: entry, "countryCode") ?? entry.text("country", "countryName")
        reading.service = entry.text("serviceName", "serviceId")
        reading.price = entry.price("price")
        reading.orderedAt = entry.instant("rentedAt", zone: zone)
        return SMS1001Order(
            reading: reading, statusWord: entry.text("status"), alias: entry.text("provider"),
            operatorName: entry.text("operatorName", "operator"), messageCount: count)
    }

    /// The orders of a list. One without an id invalidates the list, because it may be ours.
    func orders() throws(ProviderError) -> [SMS1001Order] {
        var orders: [SMS1001Order] = []
        for entry in try objects("orders") {
            guard let order = try order(entry) else { throw unrecognised }
            orders.append(order)
        }
        return orders
    }
}

extension JSONValue {
    /// The document has `id` in most answers and `orderId` in some; some clients use a third
    /// spelling.
    var orderID: String? { text("id", "orderId", "order_id") }
}
