import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Every sample answer of the document, verbatim.
@Suite struct SMS1001SampleTests {
    private typealias Samples = SMS1001Samples

    @Test(arguments: SMS1001Question.allCases)
    func `every sample is an answer`(_ question: SMS1001Question) async {
        let scripted = ScriptedSMS1001(
            results: question.granted.map { .success(HTTPReply(200, $0)) })
        #expect(await question.error(scripted) == nil)
        #expect(scripted.network.sent.count == question.granted.count)
    }

    @Test func `services and countries go by their slugs`() async throws {
        let scripted = ScriptedSMS1001(Samples.services, Samples.countries, Samples.countryPrices)
        let services = try await scripted.account.services(in: nil)
        #expect(services.value == [Service(id: "google", name: "Google")])
        #expect(services.providerTime == answeredAt)
        let states = Country(
            id: "united-states", name: "United States", code: "US", region: "North America")
        #expect(try await scripted.account.countries().value == [states])
        let there = try await scripted.account.services(in: Country(id: "canada", name: "Canada"))
        #expect(there.value == [Service(id: "google", name: "Google")])
        #expect(scripted.network.sent[2].query == ["country": "canada"])
    }

    @Test func `prices have three forms`() async throws {
        let scripted = ScriptedSMS1001(
            Samples.countryPrices, Samples.servicePrices, Samples.pairPrices)
        let foxtrot = SMS1001Price(
            operatorName: "Foxtrot", price: Money(tenThousandths: 4900), stock: 13607,
            deliverability: 73, alias: "MAIN")
        let virtual = SMS1001Price(
            operatorName: "virtual9", price: Money(tenThousandths: 4500), stock: 1200,
            deliverability: 92, alias: "EXTRA")
        let canada = Country(id: "canada", name: "Canada", code: "CA")
        let states = Country(id: "united-states", name: "United States", code: "US")
        #expect(
            try await scripted.account.prices(country: "canada").value == [
                SMS1001Market(
                    country: canada, service: Service(id: "google", name: "Google"),
                    prices: [foxtrot])
            ])
        #expect(
            try await scripted.account.prices(service: "google").value == [
                SMS1001Market(
                    country: states, service: Service(id: "google", name: "google"),
                    prices: [virtual])
            ])
        #expect(
            try await scripted.account.prices(service: "google", country: "US").value == [foxtrot])
        #expect(foxtrot.pool == "MAIN/Foxtrot")
    }

    @Test func `an order has its number, price and end`() async throws {
        let scripted = ScriptedSMS1001(Samples.pairPrices, Samples.order)
        var purchase = Purchase(providerID: "ord_123", number: "+14155552671")
        purchase.country = "US"
        purchase.service = "Google"
        purchase.price = Money(tenThousandths: 5000)
        purchase.pool = "EXTRA/virtual9"
        purchase.expiresAt = Instant(rfc3339: "2026-02-01T12:15:00Z")
        let answer = try await scripted.account.order(sampleOrder)
        #expect(answer.value == purchase)
        #expect(answer.providerTime == answeredAt)
    }

    @Test func `a check keeps every field of a message, and the order its price and end`()
        async throws
    {
        let scripted = ScriptedSMS1001(Samples.check, Samples.one)
        let reading = try await scripted.account.check("ord_123").value
        #expect(
            reading.messages == [
                ReceivedMessage(
                    text: "Your code is 482910", sender: "Google", code: "482910",
                    receivedAt: Instant(rfc3339: "2026-02-01T12:03:00Z"))
            ])
        #expect(
            reading.status
                == ActivationStatus(.received, expiresAt: Instant(rfc3339: "2026-02-01T12:15:00Z")))
        #expect(reading.number == "+14155552671")
        #expect(reading.price == Money(tenThousandths: 5000))
        #expect(reading.orderedAt == Instant(rfc3339: "2026-02-01T12:00:00Z"))
        #expect(reading.service == "Google" && reading.country == "US")
    }

    @Test func `lists of orders`() async throws {
        let scripted = ScriptedSMS1001(
            Samples.active, Samples.history, Samples.archiveAll, Samples.one)
        let active = try await scripted.account.activeActivations().value
        #expect(active.map(\.providerID) == ["ord_123"])
        #expect(active.map(\.status.phase) == [.waiting])
        #expect(active.map(\.isPartial) == [true], "only a check fetches anything")
        let past = try await scripted.account.history(status: .expired).value
        #expect(past.entries.map(\.reading.status.phase) == [.expired])
        #expect(past.entries.map(\.messageCount) == [0])
        #expect(past.total == 1 && past.number == 1)
        let ended = try await scripted.account.archiveAll().value
        #expect(ended.map(\.reading.providerID) == ["ord_done_1"])
        #expect(ended.map(\.reading.country) == ["US"])
        #expect(ended.map(\.statusWord) == ["EXPIRED"])
        let one = try await scripted.account.details(of: "ord_123").value
        #expect(one.alias == "EXTRA" && one.operatorName == "virtual9")
        #expect(one.reading.status.phase == .waiting)
    }

    @Test func `cancels, of one and of all`() async throws {
        let scripted = ScriptedSMS1001(Samples.cancel, Samples.cancelAll)
        let half = Money(tenThousandths: 5000)
        #expect(
            try await scripted.account.cancel("ord_123").value
                == Cancellation(moneyReturned: true, amount: half))
        #expect(
            try await scripted.account.cancelAll().value == [
                SMS1001Cancelled(providerID: "ord_1", amount: half, problem: nil),
                SMS1001Cancelled(
                    providerID: "ord_2", amount: nil,
                    problem: "Cancel failed. Please try again later."),
            ])
    }

    @Test func `the account and its money`() async throws {
        let scripted = ScriptedSMS1001(
            Samples.balance, Samples.profile, Samples.transactions, Samples.transaction,
            Samples.stats)
        let balance = Money(tenThousandths: 12_5000)
        #expect(try await scripted.account.balance().value == balance)
        let profile = try await scripted.account.profile().value
        #expect(profile.name == "john_doe" && profile.balance == balance)
        #expect(profile.id == "usr_1" && profile.email == "john@example.com")
        #expect(profile.createdAt == Instant(rfc3339: "2025-01-01T00:00:00Z"))
        #expect(profile.lastLoginAt == Instant(rfc3339: "2026-01-20T00:00:00Z"))
        let deposit = try #require(
            try await scripted.account.transactions(kind: .deposit).value.entries.first)
        #expect(deposit.amount == Money(tenThousandths: 10_0000) && deposit.kind == .deposit)
        #expect(deposit.status == .completed && deposit.what == nil)
        let paid = try await scripted.account.transaction("tx1").value
        #expect(paid.amount == Money(tenThousandths: -5000) && paid.kind == .purchase)
        #expect(paid.what == "SMS purchase for google (US)" && paid.reference == "EXTRA-12345")
        let stats = try await scripted.account.stats().value
        #expect(stats.orders == 48 && stats.successfulOrders == 42 && stats.successRate == 87.5)
        #expect(stats.spent == Money(tenThousandths: 23_5000) && stats.transactions == 60)
        #expect(stats.deposited == Money(tenThousandths: 50_0000))
    }
}
