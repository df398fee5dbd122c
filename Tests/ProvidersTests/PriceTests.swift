import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Prices from providers: of the chosen pool, of further days, and never negative.
@Suite struct PriceTests {
    @Test(arguments: ["-9.00", "-0.01", "10000001", "999999999999", "NaN", "1e3", "free", ""])
    func `a cost that nobody can have asked for is not known`(_ cost: String) async throws {
        #expect(JSONValue.string(cost).price == nil)
        let order = ActivationOrder(service: "1", country: "1")
        let bought = #"{"success":1,"order_id":"A","number":1234567890,"cost":"\#(cost)"}"#
        #expect(try await Pool(bought).account.order(order).value.price == nil)
        let newer =
            #"{"activationId":7,"phoneNumber":"447911123456","activationCost":"\#(cost)","currency":840}"#
        let scripted = ScriptedHandlerAPI(newer)
        let wanted = ActivationOrder(service: "wa", country: "16")
        #expect(try await scripted.account.order(wanted).value.price == nil)
        let resent = #"{"success":1,"message":"again","charge":"\#(cost)"}"#
        #expect(try await Pool(resent).account.resend("A").value.charge == nil)
        await #expect(throws: ProviderError.self) {
            try await Pool(#"{"price":"\#(cost)"}"#).account
                .activationOffer(service: "1", country: "1")
        }
        await #expect(throws: ProviderError.self) {
            try await ScriptedHandlerAPI(#"{"status":"success","price":"\#(cost)"}"#).account
                .extensionPrice(of: "7", days: 7)
        }
    }

    @Test func `what a balance holds may be less than nothing`() async throws {
        let balance = try await Pool(#"{"balance":"-3.20"}"#).account.balance().value
        #expect(balance == dollars("-3.20"))
    }

    @Test func `SMSPool tells the price of the pool that was chosen`() async throws {
        let pools = #"[{"ID":"2","name":"Bravo"},{"ID":7,"name":"Foxtrot"}]"#
        let heeded = Pool(pools, #"{"price":"0.26","pool":7}"#)
        let named = try await heeded.account.activationOffer(
            service: "1", country: "1", pool: "foxtrot")
        #expect(named.value.price == dollars("0.26"))
        #expect(heeded.network.sent.last?.form["pool"] == "7")

        // A server that ignores the pool shows the cheapest price of all; the price list has the
        // right one.
        let list =
            #"[{"pool":2,"price":"0.16"},{"pool":7,"price":"0.26"},{"pool":7,"price":"0.24"}]"#
        for unheeded in [#"{"price":"0.16","pool":2}"#, #"{"price":"0.16"}"#] {
            let scripted = Pool(unheeded, list)
            let offer = try await scripted.account.activationOffer(
                service: "1", country: "1", pool: "7")
            #expect(offer.value.price == dollars("0.26"))
        }
        await #expect(throws: ProviderError.outOfStock("Pool 9 does not sell it there.")) {
            try await Pool(#"{"price":"0.16","pool":2}"#, list).account
                .activationOffer(service: "1", country: "1", pool: "9")
        }
        let any = Pool(#"{"price":"0.16","pool":2}"#)
        _ = try await any.account.activationOffer(service: "1", country: "1", pool: "0")
        #expect(any.network.sent.count == 1)
    }

    @Test func `1001SMS tells the price of the alias and the operator that were chosen`()
        async throws
    {
        let sold =
            #"{"success":true,"data":{"operators":[{"operator":"virtual9","price":0.74,"count":9,"provider":"EXTRA"},{"operator":"any","price":1.48,"count":9,"provider":"EXTRA 2"}]}}"#
        for (pool, price) in [("EXTRA 2", "1.48"), ("extra 2/any", "1.48"), ("virtual9", "0.74")] {
            let offer = try await ScriptedSMS1001(sold).account.activationOffer(
                service: "google", country: "US", pool: pool)
            #expect(offer.value.price == dollars(price), "\(pool)")
        }
        await #expect(throws: ProviderError.self) {
            try await ScriptedSMS1001(sold).account.activationOffer(
                service: "google", country: "US", pool: "nobody")
        }
    }

    @Test func `where there are no pools one that is named is refused, not ignored`() async {
        var wanted = ActivationOrder(service: "wa", country: "GB")
        wanted.pool = "7"
        let order = wanted
        let accounts: [any Provider] = [
            ScriptedVirtualSMS(results: []).account,
            ScriptedHandlerAPI(results: [], dialect: .virtualsms).account,
        ]
        let refusal = ProviderError.badRequest(["it has no pools to choose from"])
        for account in accounts {
            await #expect(throws: refusal) {
                _ = try await account.activationOffer(service: "wa", country: "GB", pool: "7")
            }
            await #expect(throws: refusal) { _ = try await account.order(order) }
        }
    }

    @Test func `SMSPool's extension has its own price, where it is told`() async throws {
        let prices = #"{"pricing":{"7":5,"30":18},"extend":{"7":12,"30":40}}"#
        let scripted = Pool(prices)
        let price = try await scripted.account.extensionPrice(
            of: "A", offer: "6", service: nil, days: 7
        ).value
        #expect(price == dollars("12"))
        #expect(scripted.network.sent[0].form["id"] == "6")
        await #expect(throws: ProviderError.wrongDays(available: [7, 30])) {
            try await Pool(prices).account
                .extensionPrice(of: "A", offer: "6", service: nil, days: 14)
        }
        // An older server lacks the call, so the list of offers is used.
        let old = Pool(HTTPReply(404, "<html>Not Found</html>"))
        let none = try await old.account.extensionPrice(
            of: "A", offer: "6", service: nil, days: 7
        ).value
        #expect(none == nil)
        #expect(
            try await Pool(results: []).account
                .extensionPrice(of: "A", offer: "6", service: "1", days: 7).value == nil)
        let offers = try await Pool(Samples.Current.rentalProducts, Samples.Current.rentalProducts)
            .account.rentalOffers().value
        #expect(offers[0].extensionPrices(isSingle: true)[30] == dollars("12"))
        #expect(offers[0].extensionPrices(isSingle: false)[30] == dollars("20"))
    }

    @Test func `handler_api counts what a rental was paid for`() async throws {
        let told =
            #"{"status":"success","price":9.5,"currency":840,"history":{"0":{"createDate":"2024-07-26 11:50:00","price":"9.5","hours":24},"1":{"createDate":"2024-07-27 11:50:00","price":"9.5","hours":24}}}"#
        let scripted = ScriptedHandlerAPI(told)
        #expect(try await scripted.account.paidPeriods(of: "7").value == 2)
        #expect(scripted.network.sent[0].query["needHistory"] == "true")
        let untold = ScriptedHandlerAPI(#"{"status":"success","price":9.5,"currency":840}"#)
        #expect(try await untold.account.paidPeriods(of: "7").value == nil)
    }

    @Test func `VirtualSMS says when an order waits again`() async throws {
        func order(_ status: String) -> String {
            #"{"success":true,"order_id":"o-1","status":"\#(status)","messages":[{"content":"Code 1234","received_at":"2024-07-26T11:50:00Z"}]}"#
        }
        for (status, waits) in [("waiting", true), ("completed", false)] {
            let reading = try await ScriptedVirtualSMS(order(status)).account.check("o-1").value
            #expect(reading.waitsAgain == waits && reading.status.phase == .received)
        }
    }
}
