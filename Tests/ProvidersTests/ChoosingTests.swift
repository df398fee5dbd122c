import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Pools with their prices, and what an order is chosen by.
@Suite struct ChoosingTests {
    @Test func `SMSPool lists its pools with the stock and success of each`() async throws {
        let list =
            #"[{"pool":7,"price":"0.26"},{"pool":"2","price":"0.16"},{"pool":7,"price":"0.31"},{"pool":9}]"#
        let names = #"[{"ID":"2","name":"Bravo"},{"ID":7,"name":"Foxtrot"}]"#
        let scripted = Pool(
            list, names, #"{"price":"0.16","pool":2,"success_rate":"61.5"}"#,
            #"{"success":1,"amount":7126}"#,
            // A server that ignores the pool says nothing about it, and one may not tell its stock.
            #"{"price":"0.16","pool":2,"success_rate":"61.5"}"#, #"{"success":0,"message":"No."}"#)
        let answer = try await scripted.account.pools(service: "1", country: "1")
        #expect(
            answer.value == [
                ActivationOffer(
                    price: try #require(dollars("0.16")), successRate: 61.5, stock: 7126,
                    pool: "2", poolName: "Bravo"),
                ActivationOffer(
                    price: try #require(dollars("0.31")), pool: "7", poolName: "Foxtrot"),
            ])
        #expect(answer.requests == scripted.network.sent.count)
        #expect(scripted.network.sent.last?.form["pool"] == "7")
    }

    @Test func `SMSPool asks for no more pools than it may`() async throws {
        let list =
            "[" + (1...40).map { #"{"pool":\#($0),"price":"0.16"}"# }.joined(separator: ",") + "]"
        let scripted = Pool(list)
        let offers = try await scripted.account.pools(service: "1", country: "1").value
        #expect(offers.count == 40)
        #expect(scripted.network.sent.count == 18)
    }

    @Test func `SMSPool is asked about the next pools page by page, and for names in one request`()
        async throws
    {
        let list =
            "[" + (10...29).map { #"{"pool":\#($0),"price":"0.16"}"# }.joined(separator: ",") + "]"
        for (page, asked) in [
            (2, (18...25).map(String.init)), (3, ["26", "27", "28", "29"]), (9, []),
        ] {
            let scripted = Pool(list)
            let answer = try await scripted.account.pools(service: "1", country: "1", page: page)
            #expect(answer.value.count == 20)
            let pools = scripted.network.sent.compactMap { $0.form["pool"] }
            #expect(Set(pools) == Set(asked) && pools.count == 2 * asked.count, "\(page)")
        }
        let named = Pool(#"[{"ID":"2","name":"Bravo"},{"ID":7,"name":"Alpha"}]"#)
        #expect(
            try await named.account.poolWords(service: "1", country: "1").value
                == ["Alpha", "Bravo"])
        #expect(named.network.sent.count == 1)
    }

    @Test func `SMSPool is told what to choose by, at a price that covers it`() async throws {
        let price = #"{"price":"0.16","high_price":"0.31","pool":2,"success_rate":40}"#
        let bought = #"{"success":1,"order_id":"A","number":1234567890,"pool":7}"#
        for (preference, cost, option) in [
            (nil as OfferPreference?, "0.16", nil as String?), (.price, "0.16", "1"),
            (.success, "0.31", "0"),
        ] {
            var order = ActivationOrder(service: "1", country: "1", preference: preference)
            let scripted = Pool(price, bought)
            #expect(
                try await scripted.account.activationOffer(for: order).value.price
                    == dollars(cost))
            order.area = "415"
            #expect(try await scripted.account.order(order).value.pool == "7")
            #expect(scripted.network.sent.last?.form["pricing_option"] == option)
            #expect(scripted.network.sent.last?.form["area_code"] == "415")
        }
    }

    @Test func `1001SMS buys from the operator that delivers best, within the limit`() async throws
    {
        let sold =
            #"{"success":true,"data":{"operators":[{"operator":"a","price":0.4,"count":9,"provider":"MAIN","deliverability":50},{"operator":"b","price":0.5,"count":9,"provider":"EXTRA","deliverability":80},{"operator":"c","price":0.9,"count":9,"provider":"EXTRA","deliverability":95},{"operator":"d","price":0.1,"count":0,"provider":"EXTRA","deliverability":99}]}}"#
        let bought = #"{"success":true,"data":{"id":"o1","phoneNumber":"+14155552671"}}"#
        for (preference, limit, name) in [
            (OfferPreference.success, nil as String?, "c"), (.success, "0.60", "b"),
            (.price, nil, "a"),
        ] {
            let order = ActivationOrder(
                service: "google", country: "US", maxPrice: limit.flatMap { Money(decimal: $0) },
                preference: preference)
            let scripted = ScriptedSMS1001(sold, bought)
            _ = try await scripted.account.order(order)
            let body = String(decoding: scripted.network.calls.last?.body ?? [], as: UTF8.self)
            #expect(body.contains(#""operator":"\#(name)""#), "\(body)")
        }
        let offer = try await ScriptedSMS1001(sold).account.activationOffer(
            for: ActivationOrder(service: "google", country: "US", preference: .success)
        ).value
        #expect(offer.price == dollars("0.90") && offer.successRate == 95)
        #expect(offer.pool == "EXTRA/c")
    }

    @Test func `handler_api lists operators, and the prices that an order may bid`() async throws {
        let scripted = ScriptedHandlerAPI(
            #"{"16":{"wa":{"cost":0.2,"count":90,"physicalCount":90}}}"#,
            #"{"status":"success","countryOperators":{"16":["any","o2","ee"]}}"#,
            #"{"wa":"60"}"#, #"{"wa":"0","tg":"4"}"#,
            #"{"16":{"wa":{"cost":0.2,"count":90,"freePriceMap":{"0.35":12,"0.2":90}}}}"#)
        let pools = try await scripted.account.pools(service: "wa", country: "16").value
        let seen = pools.map { "\($0.price.decimal) \($0.pool ?? "-") \($0.stock ?? -1)" }
        #expect(seen == ["0.20 o2 60", "0.20 ee 0", "0.20 - 90", "0.35 - 12"])
        #expect(scripted.network.sent.last?.query["freePrice"] == "true")
        #expect(scripted.network.sent.last?.query["action"] == "getPricesExtended")
    }

    @Test func `handler_api refuses a pool that is no operator, where they are listed`()
        async throws
    {
        let listed = #"{"status":"success","countryOperators":{"16":["any","o2","ee"]}}"#
        let prices = #"{"16":{"wa":{"cost":0.2,"count":90}}}"#
        func quoted(_ pool: String, _ operators: String) async throws(ProviderError) -> Money {
            let scripted = ScriptedHandlerAPI(operators, prices)
            let order = ActivationOrder(service: "wa", country: "16", pool: pool)
            return try await scripted.account.activationOffer(for: order).value.price
        }
        let error = await #expect(throws: ProviderError.self) {
            try await quoted("nosuch", listed)
        }
        #expect(error == .badRequest(["No pool has that name; known: any, o2, ee"]))
        for (pool, operators) in [("o2", listed), ("EE,o2", listed), ("x", "OPERATORS_NOT_FOUND")] {
            #expect(try await quoted(pool, operators) == dollars("0.20"))
        }
    }

    @Test func `handler_api says which of its calls a provider lacks`() async throws {
        for (name, word) in [("notifications", ""), ("cashback", ""), ("call", "7")] {
            let scripted = ScriptedHandlerAPI("BAD_ACTION")
            let command = try #require(scripted.account.commands.first { $0.name == name })
            let words = try CommandWords(word.isEmpty ? [] : [word], of: command)
            let error = await #expect(throws: ProviderError.self) {
                try await scripted.account.tell(name, words)
            }
            #expect(error?.description.contains("it has no \(name)") == true)
        }
    }

    @Test func `handler_api tells the success of a country, where it is listed`() async throws {
        let offer = ActivationOffer(price: try #require(dollars("0.20")))
        let listed = ScriptedHandlerAPI(#"[{"country":16,"share":"29.74","rate":"61.73"}]"#)
        let whole = try await listed.account.completed(offer, service: "wa", country: "16").value
        #expect(whole.successRate == 61.73)
        let elsewhere = ScriptedHandlerAPI(#"[{"country":6,"share":1,"rate":101}]"#)
        #expect(
            try await elsewhere.account.completed(offer, service: "wa", country: "16").value
                == offer)
        let narrow = ScriptedHandlerAPI(results: [], dialect: .daisysms)
        #expect(
            try await narrow.account.completed(offer, service: "wa", country: "187").value == offer)
    }

    @Test func `handler_api compares countries by their prices where there is no list of them`()
        async throws
    {
        let prices =
            #"{"wa":{"16":{"count":5,"price":"0.50"},"6":{"count":9,"price":"0.20"},"22":{"count":0,"price":"0.10"}}}"#
        let listless = ScriptedHandlerAPI("BAD_ACTION", prices, "ERROR_SQL", "BAD_ACTION")
        let found = try await listless.account.suggestedCountries(service: "wa").value
        #expect(found.map(\.country.id) == ["6", "16"])
        #expect(found.map(\.stock) == [9, 5])
        #expect(listless.network.sent[1].query["action"] == "getPricesVerification")
        let narrow = ScriptedHandlerAPI(
            #"{"16":{"wa":{"cost":0.5,"count":5}},"6":{"wa":{"cost":0.2,"count":9}}}"#,
            dialect: .virtualsms)
        let there = try await narrow.account.suggestedCountries(service: "wa").value
        #expect(there.map(\.country.id) == ["6", "16"])
        let daisy = ScriptedHandlerAPI(results: [], dialect: .daisysms)
        await #expect(throws: ProviderError.notOffered(.suggest)) {
            try await daisy.account.suggestedCountries(service: "wa")
        }
        #expect(daisy.network.sent.isEmpty)
    }
}
