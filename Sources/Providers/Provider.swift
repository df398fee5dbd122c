package import Lines

/// One account with one provider, in the terms of the design: the interface of every adapter.
///
/// Each call is one question to the provider and one answer. Nothing here retries, waits, remembers
/// or decides: that is the manager's job. A call that the provider does not support throws
/// `notOffered`, and `capabilities` says so beforehand.
package protocol Provider: Sendable {
    var capabilities: Capabilities { get }

    /// The same account, whose next changing call carries this idempotency name if the provider
    /// takes one: a call that arrives twice under one name is carried out once.
    func naming(_ request: String) -> any Provider

    // Offers.
    func countries() async throws(ProviderError) -> Answer<[Country]>
    func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]>
    /// The price of one activation; `country` and `service` are the provider's own ids.
    func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer>
    /// The same from one of the provider's pools, if it has pools.
    func activationOffer(
        service: String, country: String, pool: String?
    ) async throws(ProviderError) -> Answer<ActivationOffer>
    /// The price of an order under all its terms: its pool or preference, and its area code.
    func activationOffer(
        for order: ActivationOrder
    ) async throws(ProviderError) -> Answer<ActivationOffer>
    /// Every source of numbers for a service in a country with its own price, cheapest first;
    /// also those that are sold out.
    func pools(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[ActivationOffer]>
    /// The same. Where each source takes requests of its own, those of one page are asked about,
    /// the first being page 1.
    func pools(
        service: String, country: String, page: Int
    ) async throws(ProviderError) -> Answer<[ActivationOffer]>
    /// The words by which an order names its source of numbers, with as few requests as possible.
    func poolWords(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<[String]>
    /// The offer with its stock and success rate, if these are told only by calls of their own.
    func completed(
        _ offer: ActivationOffer, service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer>
    /// Every service sold in a country, with its best offer.
    func prices(in country: String) async throws(ProviderError) -> Answer<[ServiceOffer]>
    /// The price of using the number of an order again; nil if the provider does not say.
    func againPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?>
    /// Other countries in which the service is sold, cheapest first.
    func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]>
    func rentalOffers() async throws(ProviderError) -> Answer<[RentalOffer]>
    /// The current state of one offer, requested right before it is bought; nil if it is no longer
    /// sold.
    func rentalOffer(_ id: String) async throws(ProviderError) -> Answer<RentalOffer?>
    /// The price of extending this rental, if the provider quotes it; nil if it is in the offer.
    func extensionPrice(
        of providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Money?>
    /// The same if the provider quotes it by the product rented: the offer, and its single service.
    func extensionPrice(
        of providerID: String, offer: String?, service: String?, days: Int
    ) async throws(ProviderError) -> Answer<Money?>
    /// The number of paid periods of a rental; nil if the provider does not record them.
    func paidPeriods(of providerID: String) async throws(ProviderError) -> Answer<Int?>

    // Calls that cost or return money.
    func order(_ order: ActivationOrder) async throws(ProviderError) -> Answer<Purchase>
    /// Orders the number of a finished order again for the same service, as a new order.
    func again(_ providerID: String) async throws(ProviderError) -> Answer<Purchase>
    /// Orders several services on one number: an order for each, the first with the others as its
    /// siblings.
    func order(_ shared: SharedOrder) async throws(ProviderError) -> Answer<Purchase>
    /// Orders another service on the number of an order that has not ended, as a new order.
    func order(
        _ service: String, besides providerID: String
    ) async throws(ProviderError) -> Answer<Purchase>
    func rent(_ order: RentalOrder) async throws(ProviderError) -> Answer<Purchase>
    func extend(
        _ providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Extension>
    /// The amount returned, if the provider reports it.
    func refund(_ providerID: String) async throws(ProviderError) -> Answer<Money?>
    func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation>
    func resend(_ providerID: String) async throws(ProviderError) -> Answer<Resend>
    /// The price of requesting another code; nil if the provider does not say.
    func resendPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?>
    /// Another number for the same order.
    func swap(_ providerID: String) async throws(ProviderError) -> Answer<Swap>
    /// Tells the provider that the code was used, so that it need not wait for another.
    func finish(_ providerID: String) async throws(ProviderError) -> Answer<Void>

    /// Restarts the port of a rental that no longer receives. It is deaf for a moment.
    func reset(_ providerID: String) async throws(ProviderError) -> Answer<Void>
    /// Tells the provider whether to extend a rental by itself, at its own price, before it
    /// expires.
    ///
    /// - Returns: whether it does so now.
    func setAutoExtend(
        _ providerID: String, to isOn: Bool
    ) async throws(ProviderError) -> Answer<Bool>

    // Holdings and their messages.
    /// Status of a rental. For rentals that sleep, this call also switches them on.
    func status(of providerID: String) async throws(ProviderError) -> Answer<RentalStatus>
    /// All messages of a rental that the provider still keeps, oldest first if the order is known.
    func messages(of providerID: String) async throws(ProviderError) -> Answer<[ReceivedMessage]>
    /// The state and messages of one activation.
    func check(_ providerID: String) async throws(ProviderError) -> Answer<ActivationReading>
    /// The same with the fewest requests that can show that nothing came. It may omit messages of
    /// an answer that was lost; those it shows are complete.
    func glance(at providerID: String) async throws(ProviderError) -> Answer<ActivationReading>
    /// Every activation the provider counts as active, in one call.
    func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]>
    /// The latest past activations, newest first.
    func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]>
    /// Every rental we hold.
    func rentals() async throws(ProviderError) -> Answer<[HeldRental]>
    func balance() async throws(ProviderError) -> Answer<Money>

    // Calls that only this provider has.
    var commands: [ProviderCommand] { get }
    /// The answer to one of them; `words` are its arguments.
    func tell(
        _ name: String, _ words: CommandWords
    ) async throws(ProviderError) -> Answer<CommandTable>

    // Push.
    /// The address of an activation's feed. May contain the key, so it is never printed.
    func feedAddress(of providerID: String) -> String?
    /// The news in a text of that feed; nil if it is irrelevant.
    func news(onFeed text: String, of providerID: String) -> PushNews?
    /// What its calls to our webhook are answered with.
    var pushAnswer: PushAnswer { get }
    /// The news in a call to our webhook; none if it is irrelevant.
    ///
    /// - Parameter secret: the secret that signs the calls, if there is a subscription.
    func news(_ request: PushRequest, secret: String?) throws(PushRefusal) -> [PushNews]
    /// Makes sure that the provider calls `url` when something arrives: finds, repairs or creates
    /// our subscription. A subscription whose secret is lost is created again.
    ///
    /// - Parameter threshold: the balance below which the provider is to say so, if it can.
    func subscribe(
        at url: String, knowing known: Subscription?, warningBelow threshold: Money?
    ) async throws(ProviderError) -> Answer<Subscription>
}

/// An answer, with the provider's time if it was included.
package struct Answer<Value> {
    package var value: Value
    /// The `Date` header: the provider's clock, to the second.
    package var providerTime: Instant?
    /// The best estimate of the provider's time, if values in the answer depend on it.
    package var there: Instant?
    /// The rate limit in the answer, if any.
    package var allowance: Allowance?
    /// Whether the call needs no key, so that the answer says nothing about the key.
    package var isPublic: Bool
    /// The number of requests used, if it was read page by page.
    package var requests = 1

    package init(
        _ value: Value, providerTime: Instant? = nil, allowance: Allowance? = nil,
        isPublic: Bool = false
    ) {
        self.value = value
        self.isPublic = isPublic
        self.providerTime = providerTime
        self.allowance = allowance
    }

    /// The same answer with its value transformed.
    package func map<Other>(_ reading: (Value) -> Other) -> Answer<Other> {
        var answer = Answer<Other>(
            reading(value), providerTime: providerTime, allowance: allowance, isPublic: isPublic)
        answer.there = there
        answer.requests = requests
        return answer
    }
}

extension Answer: Sendable where Value: Sendable {}
