import Lines
import Providers
import Testing

/// The answers that grant each question, decoded completely.
@Suite struct VirtualSMSSampleTests {
    typealias Samples = VirtualSMSSamples

    private static func at(_ text: String) -> Instant? { Instant(rfc3339: text) }

    @Test func `a purchase has its number, its price and when it can be given back`() async throws {
        let scripted = ScriptedVirtualSMS(Samples.purchase)
        let answer = try await scripted.account.order(ActivationOrder(service: "wa", country: "AR"))
        var expected = Purchase(
            providerID: "7e1c5b9e-8f1a-4c1e-9a51-0a6f6f0d4a11", number: "+541127399874")
        expected.country = "AR"
        expected.service = "wa"
        expected.price = dollars("0.8")
        expected.expiresAt = Self.at("2026-05-24T10:20:00Z")
        expected.cancellableFrom = Self.at("2026-05-24T10:02:00Z")
        #expect(answer.value == expected && answer.providerTime == answeredAt)
    }

    @Test(arguments: [Samples.completed, Samples.document])
    func `messages decide, whatever the flag beside them says`(_ body: String) async throws {
        let reading = try await ScriptedVirtualSMS(body).account.check("o-1").value
        #expect(reading.providerID == "o-1" && reading.status.phase == .received)
        #expect(
            reading.messages == [
                ReceivedMessage(
                    text: "Code: 48291", sender: "Telegram",
                    receivedAt: Self.at("2026-05-24T10:03:00Z"))
            ])
    }

    @Test(arguments: [
        (#""status":"waiting","messages":[]"#, ActivationStatus.Phase.waiting),
        (#""status":"pending""#, .waiting), (#""status":"created""#, .waiting),
        (#""status":"waiting","messages":[{"content":"1"}]"#, .received),
        (#""status":"sms_received","messages":[]"#, .received),
        (#""status":"completed""#, .received), (#""status":"COMPLETED""#, .received),
        (#""status":"expired""#, .expired),
        (#""status":"expired","messages":[{"content":"1"}]"#, .received),
        (#""status":"expired","price":0.5,"refunded_at":"2026-05-24T10:20:09Z""#, .refunded),
        (#""status":"cancelled""#, .refunded),
        (#""status":"cancelled","refund_amount":0"#, .cancelled),
        (#""status":"failed""#, .cancelled), (#""status":"failed","refunded_amount":1"#, .refunded),
        (#""status":"refunded""#, .refunded), (#""status":"swapped""#, .unclear),
        (#""status":"on_hold""#, .unclear),
    ])
    func `every word for a state has its meaning, and an unknown one none`(
        _ fields: String, _ phase: ActivationStatus.Phase
    ) async throws {
        let body = "{\"success\":true,\"order_id\":\"o-1\",\(fields)}"
        let reading = try await ScriptedVirtualSMS(body).account.check("o-1").value
        #expect(reading.status.phase == phase)
    }

    @Test func `messages of an unknown state are kept`() async throws {
        let body = #"{"order_id":"o-1","status":"on_hold","messages":[{"content":"4821"}]}"#
        let reading = try await ScriptedVirtualSMS(body).account.check("o-1").value
        #expect(reading.messages.map(\.text) == ["4821"] && reading.status.phase == .unclear)
    }

    @Test(arguments: [
        (#""sms_code":"48291","sms_text":"Code: 48291""#, "Code: 48291", "48291" as String?),
        (#""sms_code":"48291","messages":[]"#, "48291", "48291"),
        (#""sms_text":"Hello","messages":null"#, "Hello", nil),
        (#""sms_code":48291,"messages":[{"content":"G-48291 it is"}]"#, "G-48291 it is", "48291"),
        (#""sms_code":"0","messages":[{"content":"none"}]"#, "none", nil),
        (#""messages":[{"content":12345,"code":"12345"}]"#, "12345", "12345"),
        (#""messages":{"0":{"text":"an object"}}"#, "an object", nil),
    ])
    func `a message is found in every form, with its code where one is told`(
        _ fields: String, _ text: String, _ code: String?
    ) async throws {
        let body = "{\"order_id\":\"o-1\",\"status\":\"completed\",\(fields)}"
        let messages = try await ScriptedVirtualSMS(body).account.check("o-1").value.messages
        #expect(messages.map(\.text) == [text] && messages.map(\.code) == [code])
    }

    @Test func `the list has other names, and shows no more than that something came`()
        async throws
    {
        let waiting = ScriptedVirtualSMS(Samples.orders)
        let active = try await waiting.account.activeActivations().value
        #expect(active.map(\.providerID) == ["o-1"] && waiting.asked == ["GET customer/orders"])
        #expect(active[0].number == "+541127399874" && active[0].price == dollars("0.80"))
        #expect(active[0].service == "wa" && active[0].country == "AR")
        #expect(active[0].orderedAt == Self.at("2024-07-26T11:50:00Z"))
        #expect(
            active[0].status == ActivationStatus(.waiting, expiresAt: answeredAt + .minutes(10)))

        let received = Samples.orders.replacing(#""waiting""#, with: #""completed""#)
        let scripted = ScriptedVirtualSMS(received)
        let reading = try await scripted.account.activeActivations().value[0]
        #expect(scripted.asked == ["GET customer/orders"])
        #expect(reading.isPartial && reading.status.phase == .received)
        #expect(reading.messages.isEmpty)

        let past = try await ScriptedVirtualSMS(Samples.orders).account.pastActivations().value
        #expect(past.map(\.providerID) == ["o-1", "o-0"])
        #expect(past.map(\.status.phase) == [.waiting, .refunded])
    }

    @Test func `an order given back, asked for again and swapped`() async throws {
        let cancelled = try await ScriptedVirtualSMS(Samples.cancel).account.cancel("o-1").value
        #expect(cancelled == Cancellation(moneyReturned: true, amount: dollars("0.80")))
        let older = try await ScriptedVirtualSMS(Samples.olderCancel).account.cancel("o-1").value
        #expect(older == Cancellation(moneyReturned: true))
        let kept = ScriptedVirtualSMS(#"{"success":true,"status":"cancelled","refund_amount":0}"#)
        #expect(try await kept.account.cancel("o-1").value.moneyReturned == false)
        #expect(try await ScriptedVirtualSMS(Samples.retry).account.resend("o-1").value == Resend())
        var swap = try await ScriptedVirtualSMS(Samples.swap).account.swap("o-1").value
        #expect(swap.newProviderID == "o-2" && swap.number == "+541127399875")
        #expect(swap.expiresAt == Self.at("2026-05-24T10:25:00Z"))
        #expect(swap.cancellableFrom == Self.at("2026-05-24T10:07:00Z"))
        swap = try await ScriptedVirtualSMS(Samples.swap).account.swap("o-2").value
        #expect(swap.newProviderID == nil)
    }

    @Test func `the catalogue`() async throws {
        let countries = try await ScriptedVirtualSMS(Samples.countries).account.countries().value
        #expect(countries.map(\.id) == ["AR", "GB"] && countries.map(\.code) == ["AR", "GB"])
        let all = try await ScriptedVirtualSMS(Samples.services).account.services(in: nil).value
        #expect(all.map(\.id) == ["wa", "tg"] && all.map(\.name) == ["WhatsApp", "Telegram"])
        let bare = #"[{"code":"wa","name":"WhatsApp"}]"#
        let listed = try await ScriptedVirtualSMS(bare).account.services(in: nil).value
        #expect(listed == [Service(id: "wa", name: "WhatsApp")])
        let scripted = ScriptedVirtualSMS(Samples.services, Samples.countries)
        let here = try await scripted.account.services(in: countries[0]).value
        #expect(here.map(\.id) == ["wa"])
        let offer = try await ScriptedVirtualSMS(Samples.price, Samples.stock).account
            .activationOffer(service: "wa", country: "gb").value
        #expect(offer.price == dollars("0.8") && offer.stock == 12)
        let unstocked = try await ScriptedVirtualSMS(Samples.price, "<html>").account
            .activationOffer(service: "wa", country: "GB").value
        #expect(unstocked.price == dollars("0.8") && unstocked.stock == nil)
        let suggested = try await ScriptedVirtualSMS(Samples.stock).account
            .suggestedCountries(service: "wa").value
        #expect(suggested.map(\.country.id) == ["AR", "GB"])
        #expect(suggested.map(\.price) == [dollars("0.30"), dollars("0.8")])
    }

    @Test func `the account`() async throws {
        let balance = try await ScriptedVirtualSMS(Samples.balance).account.balance().value
        #expect(balance == dollars("25.50"))
        let profile = try await ScriptedVirtualSMS(Samples.profile).account.profile().value
        #expect(profile.email == "me@example.com" && profile.balance == dollars("25.5"))
        #expect(profile.spent == dollars("4.2") && profile.credited == dollars("30"))
        #expect(profile.orders == 7 && profile.activeKeys == 1)
        let page = try await ScriptedVirtualSMS(Samples.transactions).account.transactions().value
        #expect(page.entries.map(\.id) == ["t2", "9"] && page.count == 2)
        #expect(page.entries.map(\.amount) == [dollars("0.8"), dollars("-0.80")])
        #expect(page.entries.map(\.kind) == [.refund, .purchase])
        #expect(page.entries.map(\.before) == [dollars("24.7"), dollars("25.5")])
    }

    @Test func `rentals`() async throws {
        let offers = try await ScriptedVirtualSMS(
            Samples.rentalsAvailable, Samples.networkAvailable
        )
        .account.rentalOffers().value
        #expect(offers.map(\.id) == ["GB", "network/DE/wa"])
        #expect(offers[0].prices == [1: dollars("2.5"), 30: dollars("28")].compactMapValues { $0 })
        #expect(offers[0].singleServicePrices.keys.sorted() == [7])
        #expect(offers[0].refundTerms == RefundTerms(within: .minutes(20)))
        let tiers = try await ScriptedVirtualSMS(Samples.rentalPricing).account.rentalPricing()
            .value
        #expect(tiers.map(\.days) == [1] && tiers.map(\.price) == [dollars("2.5")])
        let rent = RentalOrder(offer: "GB", days: 7)
        let bought = try await ScriptedVirtualSMS(Samples.rent).account.rent(rent).value
        #expect(bought.providerID == "r-1" && bought.price == dollars("9"))
        #expect(bought.expiresAt == Self.at("2026-05-31T10:00:00Z") && bought.days == 7)
        let network = RentalOrder(offer: "network/DE/wa", days: 1)
        let cheap = try await ScriptedVirtualSMS(Samples.rentNetwork).account.rent(network).value
        #expect(cheap.price == dollars("0.9") && cheap.number == "+4915112345678")
        let extended = try await ScriptedVirtualSMS(Samples.extend).account.extend("r-1", days: 1)
        #expect(extended.value.expiresAt == Self.at("2026-06-01T10:00:00Z"))
        let held = try await ScriptedVirtualSMS(Samples.rentals()).account.rentals().value
        #expect(held.map(\.providerID) == ["r-1"] && held.map(\.number) == ["+447700900123"])
        let wrapped = "{\"success\":true,\"rentals\":\(Samples.rentals())}"
        let one = try await ScriptedVirtualSMS(wrapped).account.status(of: "r-1").value
        #expect(one.isAvailable && one.autoExtend == false && one.activeFor == nil)
        let over = try await ScriptedVirtualSMS(Samples.rentals()).account.status(of: "r-0").value
        #expect(!over.isAvailable)
    }

    @Test func `a rental that stands in no list is gone, unless the list may have been cut`()
        async throws
    {
        func list(_ count: Int) -> String {
            let entries = (0..<count).map { #"{"id":"r-\#($0)","status":"expired"}"# }
            return #"{"success":true,"rentals":[\#(entries.joined(separator: ","))]}"#
        }
        let gone = ScriptedVirtualSMS(list(0), list(3))
        await #expect(throws: ProviderError.notFound) { try await gone.account.status(of: "r-9") }
        #expect(gone.asked.count == 2)
        let cut = ScriptedVirtualSMS(list(0), list(50))
        await #expect(throws: ProviderError.badRequest(["its list of rentals may be incomplete"])) {
            try await cut.account.status(of: "r-99")
        }
    }
}
