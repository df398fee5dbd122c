package import Lines
import Transport

/// Renting, extending and returning numbers. The protocol counts in hours.
extension HandlerAPI {
    package func rent(_ order: RentalOrder) async throws(ProviderError) -> Answer<Purchase> {
        try offered(.rent)
        let ware = try HandlerAPIRentable(order)
        let hours = try hours(of: order.days)
        let answer = try await ask(
            .rent,
            for: .rent,
            [
                ("service", ware.service), (dialect.hoursField, hours), ("country", ware.country),
            ])
        let phone = try phone(in: answer)
        var purchase = Purchase(providerID: phone.id, number: phone.number)
        purchase.country = HandlerAPICountry.code(of: ware.country)
        purchase.service = ware.isFull ? nil : ware.service
        purchase.price = answer.price(answer.json.first(of: ["cost", "price"]))
        purchase.expiresAt = phone.end ?? answer.reply.reckoned.map { $0 + .days(order.days) }
        purchase.product = order.offer
        purchase.days = order.days
        purchase.refundTerms = Self.refundTerms
        return answer.answer(purchase)
    }

    /// A rental that is over is rented again under another id.
    package func extend(
        _ providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Extension> {
        try offered(.extend)
        let answer = try await ask(
            .extend, [("id", providerID), (dialect.hoursField, try hours(of: days))])
        let phone = try phone(in: answer)
        var extended = Extension(expiresAt: phone.end)
        extended.newProviderID = phone.id == providerID ? nil : phone.id
        return answer.answer(extended)
    }

    package func extensionPrice(
        of providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Money?> {
        try offered(.extend)
        let hours = try hours(of: days)
        let answer: HandlerAPIAnswer
        do throws(ProviderError) {
            answer = try await ask(.extensionPrice, [("id", providerID), ("hours", hours)])
        } catch .notOffered {
            // Clones of an older protocol have only the call before it.
            answer = try await ask(
                .oldExtensionPrice, [("id", providerID), (dialect.hoursField, hours)])
        }
        let price = answer.price(answer.json["price"])
        guard answer.word == nil, price != nil else { throw answer.unrecognised }
        return answer.answer(price)
    }

    /// Each entry of the rental's history is a paid period.
    package func paidPeriods(of providerID: String) async throws(ProviderError) -> Answer<Int?> {
        try offered(.extend)
        let answer = try await ask(
            .extensionPrice, [("id", providerID), ("hours", "24"), ("needHistory", "true")])
        guard answer.word == nil else { throw answer.unrecognised }
        return answer.answer(answer.json["history"]?.entries?.count)
    }

    /// Returns a rental within its first twenty minutes.
    package func refund(_ providerID: String) async throws(ProviderError) -> Answer<Money?> {
        try await set(2, onRental: providerID, for: .refund).map { nil }
    }

    /// Ends a rental without a refund.
    package func finishRental(_ providerID: String) async throws(ProviderError) -> Answer<Void> {
        try await set(1, onRental: providerID, for: .rent)
    }

    static let refundTerms = RefundTerms(within: .minutes(20))

    private func set(
        _ status: Int, onRental id: String, for operation: Capabilities.Operation
    ) async throws(ProviderError) -> Answer<Void> {
        let answer = try await ask(
            .setRentStatus, for: operation, [("id", id), ("status", String(status))])
        let state = answer.json.text("status")?.lowercased()
        guard answer.word == nil, state == "success" else { throw answer.unrecognised }
        return answer.answer(())
    }

    /// At most the hours of a year can be requested.
    private func hours(of days: Int) throws(ProviderError) -> String {
        guard (1...366).contains(days) else { throw .wrongDays(available: []) }
        return String(days * 24)
    }

    private func phone(
        in answer: HandlerAPIAnswer
    ) throws(ProviderError) -> (id: String, number: String, end: Instant?) {
        let phone = answer.json["phone"] ?? .null
        guard answer.word == nil, let id = phone.text("id").flatMap(id),
            let number = phone.text("number", "phone").flatMap(number)
        else { throw answer.unrecognised }
        return (id, number, phone.instant("endDate", "end_date", zone: timeZone))
    }
}

/// The subject of a rental: `16:full` is any service in country 16, `16:wa` is one of them.
struct HandlerAPIRentable {
    let country: String
    let service: String

    var isFull: Bool { service == "full" }

    init?(_ offer: String) {
        let parts = offer.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, Int(parts[0]) != nil, !parts[1].isEmpty else { return nil }
        country = String(parts[0])
        service = String(parts[1])
    }

    init(country: String, service: String) {
        self.country = country
        self.service = service
    }

    /// - Throws: `unknownService` if the rental does not include the service.
    init(_ order: RentalOrder) throws(ProviderError) {
        guard let offer = HandlerAPIRentable(order.offer) else { throw .unknownOffer }
        let wanted = order.service ?? offer.service
        guard offer.isFull || wanted == offer.service else { throw .unknownService }
        self.init(country: offer.country, service: wanted)
    }

    var offer: String { "\(country):\(service)" }
}
