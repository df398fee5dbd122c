package import Lines

/// A rental in the provider's list, the only place that shows rentals.
package struct VirtualSMSRental: Equatable, Sendable {
    package var id: String
    package var number: String?
    package var status: String?
    /// `full` or `service`.
    package var kind: String?
    package var service: String?
    package var price: Money?
    package var hours: Int?
    package var startedAt: Instant?
    package var expiresAt: Instant?
    package var renewsItself: Bool?
    /// The number of messages received; their texts are not in the list.
    package var messageCount: Int?
    package var lastMessageAt: Instant?
    /// The supplier, in the provider's word.
    package var supplier: String?
    /// The country, which no answer seen contains.
    package var country: String?

    package init(id: String) {
        self.id = id
    }

    init?(_ entry: JSONValue, zone: LocalZone) {
        guard let id = entry.text("id", "rental_id") else { return nil }
        self.init(id: id)
        number = PhoneNumber.international(entry.text("phone_number"))
        status = entry.text("status")
        kind = entry.text("rental_type")
        service = entry.text("service_id", "service")
        price = entry.price("price", "retail_cost")
        hours = entry.count("duration_hours")
        startedAt = entry.instant("started_at", "created_at", zone: zone)
        expiresAt = entry.instant("expires_at", "new_expires_at", zone: zone)
        renewsItself = entry.flag("auto_renew")
        messageCount = entry.count("sms_received")
        lastMessageAt = entry.instant("last_sms_at", zone: zone)
        supplier = entry.text("provider")
        country = entry.text("country_code", "country")
    }

    /// Whether it is held at a given time. If its state is an unforeseen word, only the time
    /// decides.
    func isHeld(at now: Instant?) -> Bool {
        switch status?.trimmed.lowercased() {
        case "cancelled", "canceled", "refunded", "expired", "released", "failed": false
        default: now.flatMap { now in expiresAt.map { now < $0 } } ?? true
        }
    }

    /// The product it was bought as, if enough is known.
    var product: String? {
        guard let country else { return nil }
        guard supplier == "network", let service else { return country }
        return VirtualSMSRentalID.network(country: country, service: service).text
    }
}
