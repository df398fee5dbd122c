@testable import Accounts
import Lines
import Providers
@testable import Running
import Synchronization
import Transport

/// A provider that sells one activation after the other and counts the orders.
///
/// A look at an order shows the text set for it, and a request for another code creates a new
/// order.
final class SellingProvider: Provider {
    private let silent = UnreachableProvider()
    private let sold = Mutex(0)
    private let texts = Mutex<[String: String]>([:])
    private let lastWords = Mutex<String?>(nil)
    private let checked = Mutex(0)
    /// Whether only the list of orders shows the effect of a resend.
    private let losesAnswers: Bool

    init(losesAnswers: Bool = false) { self.losesAnswers = losesAnswers }

    var orders: Int { sold.withLock { $0 } }
    var checks: Int { checked.withLock { $0 } }
    var capabilities: Capabilities {
        Capabilities(losesAnswers ? [.order, .resend, .listActive] : [.order, .resend])
    }

    /// Sets the text an order has received; an empty one for none yet.
    func show(_ text: String, on id: String) { texts.withLock { $0[id] = text } }

    /// Sets a text that arrives at the very moment another code is requested.
    func showLate(_ text: String) { lastWords.withLock { $0 = text } }

    func order(_ order: ActivationOrder) async throws(ProviderError) -> Answer<Purchase> {
        let number = sold.withLock { sold in
            sold += 1
            return sold
        }
        var purchase = Purchase(providerID: "SOLD\(number)", number: "+44770090010\(number)")
        purchase.price = Money(tenThousandths: 2400)
        return Answer(purchase)
    }

    func countries() async throws(ProviderError) -> Answer<[Country]> {
        try await silent.countries()
    }
    func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]> {
        try await silent.services(in: country)
    }
    func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer> {
        try await silent.activationOffer(service: service, country: country)
    }
    func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]> {
        try await silent.suggestedCountries(service: service)
    }
    func rentalOffers() async throws(ProviderError) -> Answer<[RentalOffer]> {
        try await silent.rentalOffers()
    }
    func rent(_ order: RentalOrder) async throws(ProviderError) -> Answer<Purchase> {
        try await silent.rent(order)
    }
    func extend(_ id: String, days: Int) async throws(ProviderError) -> Answer<Extension> {
        try await silent.extend(id, days: days)
    }
    func refund(_ id: String) async throws(ProviderError) -> Answer<Money?> {
        try await silent.refund(id)
    }
    func cancel(_ id: String) async throws(ProviderError) -> Answer<Cancellation> {
        try await silent.cancel(id)
    }
    func resend(_ id: String) async throws(ProviderError) -> Answer<Resend> {
        guard texts.withLock({ $0[id] }) != nil else { return try await silent.resend(id) }
        if let late = lastWords.withLock({ $0 }) { show(late, on: id) }
        show("", on: id + "-2")
        guard !losesAnswers else { throw .transport(.answerLost(host: "x", reason: "reset")) }
        return Answer(Resend(newProviderID: id + "-2"))
    }
    func status(of id: String) async throws(ProviderError) -> Answer<RentalStatus> {
        try await silent.status(of: id)
    }
    func messages(of id: String) async throws(ProviderError) -> Answer<[ReceivedMessage]> {
        try await silent.messages(of: id)
    }
    func check(_ id: String) async throws(ProviderError) -> Answer<ActivationReading> {
        guard let text = texts.withLock({ $0[id] }) else { return try await silent.check(id) }
        checked.withLock { $0 += 1 }
        return Answer(
            ActivationReading(
                providerID: id, status: ActivationStatus(text.isEmpty ? .waiting : .received),
                messages: text.isEmpty ? [] : [ReceivedMessage(text: text)]))
    }
    func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        guard losesAnswers else { return try await silent.activeActivations() }
        // Nothing is listed before the purchase: it would be adopted as bought elsewhere.
        guard orders > 0 else { return Answer([]) }
        let waiting = texts.withLock { $0.filter(\.value.isEmpty).keys }
        return Answer(
            waiting.map { id in
                var reading = ActivationReading(providerID: id, status: ActivationStatus(.waiting))
                reading.number = "+447700900101"
                return reading
            })
    }
    func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        try await silent.pastActivations()
    }
    func rentals() async throws(ProviderError) -> Answer<[HeldRental]> {
        try await silent.rentals()
    }
    func balance() async throws(ProviderError) -> Answer<Money> {
        try await silent.balance()
    }
}
