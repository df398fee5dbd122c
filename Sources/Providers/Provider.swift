package import Lines

/// One account with one provider, in the words of the design: the interface every adapter has.
///
/// Each call is one question to the provider and one answer. Nothing here retries, waits, remembers
/// or decides: that is the manager's. A call a provider does not offer throws `notOffered`, and
/// `capabilities` says so beforehand.
package protocol Provider: Sendable {
    var capabilities: Capabilities { get }

    /// The same account, whose next call that changes something carries this name of it, where the
    /// provider takes one: a call that arrives twice under one name is carried out once.
    func naming(_ request: String) -> any Provider

    // What can be bought.
    func countries() async throws(ProviderError) -> Answer<[Country]>
    func services(in country: Country?) async throws(ProviderError) -> Answer<[Service]>
    /// The price of one activation; `country` and `service` are the provider's own ids.
    func activationOffer(
        service: String, country: String
    ) async throws(ProviderError) -> Answer<ActivationOffer>
    /// The same from one pool of the provider's, where it has such.
    func activationOffer(
        service: String, country: String, pool: String?
    ) async throws(ProviderError) -> Answer<ActivationOffer>
    /// The price of having the number of an order again; nil where the provider tells none.
    func againPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?>
    /// Where else the service can be had, cheapest first.
    func suggestedCountries(
        service: String
    ) async throws(ProviderError) -> Answer<[SuggestedCountry]>
    func rentalOffers() async throws(ProviderError) -> Answer<[RentalOffer]>
    /// One of them as it is now, right before it is bought; nil when it is no longer sold.
    func rentalOffer(_ id: String) async throws(ProviderError) -> Answer<RentalOffer?>
    /// What extending this rental costs, where the provider quotes it; nil when its offer tells.
    func extensionPrice(
        of providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Money?>
    /// The same where the provider quotes it by what was rented: the offer, and the one service it is for.
    func extensionPrice(
        of providerID: String, offer: String?, service: String?, days: Int
    ) async throws(ProviderError) -> Answer<Money?>
    /// For how many stretches of time a rental was paid so far; nil where the provider keeps no account
    /// of them.
    func stretches(of providerID: String) async throws(ProviderError) -> Answer<Int?>

    // Calls that cost or return money.
    func order(_ order: ActivationOrder) async throws(ProviderError) -> Answer<Purchase>
    /// The number of an order that is over once more, for the same service, as an order of its own.
    func again(_ providerID: String) async throws(ProviderError) -> Answer<Purchase>
    func rent(_ order: RentalOrder) async throws(ProviderError) -> Answer<Purchase>
    func extend(
        _ providerID: String, days: Int
    ) async throws(ProviderError) -> Answer<Extension>
    /// How much came back, where the provider tells.
    func refund(_ providerID: String) async throws(ProviderError) -> Answer<Money?>
    func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation>
    func resend(_ providerID: String) async throws(ProviderError) -> Answer<Resend>
    /// Another number for the same order.
    /// What asking for another code costs; nil where the provider does not tell.
    func resendPrice(of providerID: String) async throws(ProviderError) -> Answer<Money?>
    func swap(_ providerID: String) async throws(ProviderError) -> Answer<Swap>
    /// Tells the provider that its code was used, so that it needs to wait for no other.
    func finish(_ providerID: String) async throws(ProviderError) -> Answer<Void>

    // What is held, and what it received.
    /// Status of a rental. For lines that sleep this call is also what switches them on.
    func status(of providerID: String) async throws(ProviderError) -> Answer<RentalStatus>
    /// All messages of a rental the provider still keeps, oldest first as far as can be told.
    func messages(of providerID: String) async throws(ProviderError) -> Answer<[ReceivedMessage]>
    /// One activation: where it stands and what it received.
    func check(_ providerID: String) async throws(ProviderError) -> Answer<ActivationReading>
    /// The same with as few requests as it takes to tell that nothing came. It may leave out what an answer
    /// that never arrived had shown; what it does show is whole.
    func glance(at providerID: String) async throws(ProviderError) -> Answer<ActivationReading>
    /// Every activation the provider counts as active, in one call.
    func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]>
    /// The latest past activations, newest first.
    func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]>
    /// Every rental held.
    func rentals() async throws(ProviderError) -> Answer<[HeldRental]>
    func balance() async throws(ProviderError) -> Answer<Money>

    // What only this provider has.
    var particulars: [Particular] { get }
    /// The answer to one of them; `words` are as many as it takes.
    func tell(_ name: String, _ words: [String]) async throws(ProviderError) -> Answer<Findings>

    // What the provider tells by itself.
    /// Where an activation's news is told as it happens. May carry the key: never to be printed.
    func feedAddress(of providerID: String) -> String?
    /// What a text of that feed says; nil when nothing that matters.
    func news(onFeed text: String, of providerID: String) -> PushNews?
    /// What a call to our webhook says; nil when nothing that matters.
    ///
    /// - Parameter secret: what calls are signed with, where there is a subscription.
    func news(_ request: PushRequest, secret: String?) throws(PushRefusal) -> PushNews?
    /// Sees to it that the provider calls `url` when something arrives: finds our subscription, mends
    /// it or makes it. One whose secret nobody knows any more is made anew.
    func subscribe(
        at url: String, knowing known: Subscription?
    ) async throws(ProviderError) -> Answer<Subscription>
}

/// An answer, with the provider's own time when it told it.
package struct Answer<Value> {
    package var value: Value
    /// The `Date` header: what time it is at the provider, to the second.
    package var providerTime: Instant?
    /// What time it is there by all that is known, where something in the answer is read by it.
    package var there: Instant?
    /// How many requests are left, where the provider tells.
    package var allowance: Allowance?
    /// Whether anybody would have been answered: then it says nothing of the key.
    package var isPublic: Bool
    /// How many requests it took, where it was read page by page.
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

    /// The same answer, read further.
    package func map<Other>(_ reading: (Value) -> Other) -> Answer<Other> {
        var answer = Answer<Other>(
            reading(value), providerTime: providerTime, allowance: allowance, isPublic: isPublic)
        answer.there = there
        answer.requests = requests
        return answer
    }
}

extension Answer: Sendable where Value: Sendable {}
