import Lines
import Providers
import Testing
import TestSupport
import Transport

/// The catalogue, in all nestings in which it is listed.
@Suite struct HandlerAPICatalogueTests {
    @Test(arguments: [
        #"{"16":{"wa":{"cost":0.5,"count":7,"physicalCount":3}}}"#,
        #"{"wa":{"16":{"count":"7","price":"0.50"}}}"#,
        #"{"16":{"wa":{"0.80":3,"0.50":7,"0.30":0}}}"#,
        #"{"16":{"wa":{"cost":"0.49999999999","count":7}},"22":{"wa":{"cost":9}}}"#,
    ])
    func `a price is found in either nesting and in every form`(_ body: String) async throws {
        for dialect in HandlerAPIDialect.allCases {
            let scripted = ScriptedHandlerAPI(body, dialect: dialect)
            let offer = try await scripted.account.activationOffer(service: "wa", country: "16")
                .value
            #expect(offer == ActivationOffer(price: Money(tenThousandths: 5000), stock: 7))
            #expect(
                scripted.asked == [dialect == .daisysms ? "getPricesVerification" : "getPrices"])
            #expect(scripted.network.sent[0].query["country"] == "16")
        }
    }

    @Test(arguments: ["{}", "[]", #"{"16":{}}"#, #"{"22":{"wa":{"cost":1}}}"#, "NO_PRICES"])
    func `a pair without a price has none`(_ body: String) async {
        #expect(await HandlerAPIQuestion.offer.error(HTTPReply(200, body)) == .noPrice)
    }

    @Test func `a price in the account's currency, and one in a currency nobody knows`()
        async throws
    {
        let body = #"{"16":{"wa":{"cost":40,"count":1}}}"#
        let scripted = ScriptedHandlerAPI(
            results: [
                .success(HTTPReply(200, body)), .success(HTTPReply(200, "ACCESS_BALANCE:-0.5")),
            ], currency: "RUB")
        let offer = try await scripted.account.activationOffer(service: "wa", country: "16").value
        #expect(offer.price == Money(tenThousandths: 400_000, currency: "RUB"))
        #expect(
            try await scripted.account.balance().value
                == Money(tenThousandths: -5000, currency: "RUB"))
        let odd = HTTPReply(200, #"{"currency":999,"16":{"wa":{"cost":40}}}"#)
        guard case .unrecognised? = await HandlerAPIQuestion.offer.error(odd) else {
            Issue.record("a price in an unknown currency was taken")
            return
        }
    }

    @Test(arguments: [
        ("ACCESS_BALANCE:17.154", "17.154"), ("ACCESS_BALANCE:17\n", "17"),
        (#"{"balance":"3.5"}"#, "3.5"), ("ACCESS_BALANCE:0.00005", "0.0001"),
    ])
    func `a balance has as many decimals as it likes`(_ body: String, _ amount: String)
        async throws
    {
        #expect(try await ScriptedHandlerAPI(body).account.balance().value == dollars(amount))
    }

    @Test(arguments: ["ACCESS_BALANCE:", "ACCESS_BALANCE:x", "ACCESS_BALANCE", "{}", "17.5", "OK"])
    func `what is no balance is none`(_ body: String) async {
        guard case .unrecognised? = await HandlerAPIQuestion.balance.error(HTTPReply(200, body))
        else {
            Issue.record("\(body)")
            return
        }
    }

    @Test func `countries are those that are shown, by number and English name`() async throws {
        let body = #"""
            {"0":{"id":0,"rus":"R","eng":"Russia","visible":1},
            "16":{"id":"16","rus":"V","eng":"United Kingdom","visible":"1"},
            "99":{"id":99,"eng":"Hidden","visible":0},"43":{"rus":"G"},"x":{"eng":"odd"}}
            """#
        let countries = try await ScriptedHandlerAPI(body).account.countries().value
        #expect(
            countries == [
                Country(id: "0", name: "Russia", code: "RU"),
                Country(id: "16", name: "United Kingdom", code: "GB"),
                Country(id: "43", name: "G", code: "DE"),
            ])
    }

    @Test func `where there is no list of countries the price list has them`() async throws {
        let body = #"{"wa":{"187":{"count":1,"price":"0.5","name":"WhatsApp"}},"tg":{"12":{}}}"#
        let scripted = ScriptedHandlerAPI(body, body, body, dialect: .daisysms)
        let countries = try await scripted.account.countries().value
        #expect(countries.map(\.id) == ["187", "12"] && countries.map(\.code) == ["US", "US"])
        let services = try await scripted.account.services(in: nil).value
        #expect(
            services == [Service(id: "wa", name: "WhatsApp"), Service(id: "tg", name: "tg")])
        let here = try await scripted.account.services(in: Country(id: "187", name: "")).value
        #expect(here.map(\.id) == ["wa"])
    }

    @Test(arguments: [
        #"{"wa":"WhatsApp","tg":"Telegram"}"#,
        #"[{"id":"wa","name":"WhatsApp"},{"code":"tg","title":"Telegram"}]"#,
        #"{"services":{"wa":{"name":"WhatsApp"},"tg":{"name":"Telegram"}}}"#,
        #"{"status":"success","services":[{"code":"wa","name":"WhatsApp"},{"code":"tg","name":"Telegram"}]}"#,
    ])
    func `services come in many forms, and in a country as its prices have them`(
        _ body: String
    ) async throws {
        let scripted = ScriptedHandlerAPI(
            body, body, #"{"16":{"tg":{"cost":1}}}"#, dialect: .virtualsms)
        let all = [Service(id: "wa", name: "WhatsApp"), Service(id: "tg", name: "Telegram")]
        #expect(try await scripted.account.services(in: nil).value == all)
        let here = try await scripted.account.services(in: Country(id: "16", name: "")).value
        #expect(here == [all[1]])
    }

    @Test func `countries to choose from come cheapest first, in stock, with names`()
        async throws
    {
        let top = #"""
            {"0":{"country":16,"count":"7","price":0.5,"retail_price":0.7},
            "1":{"country":"22","count":0,"price":0.1},"2":{"country":99,"count":1,"price":"0.2"},
            "3":{"country":16,"count":1,"price":0.9}}
            """#
        let names = #"{"16":{"id":16,"eng":"Britain"}}"#
        let rates = #"[{"country":16,"share":50,"rate":"61.73"}]"#
        let scripted = ScriptedHandlerAPI(top, names, rates)
        let found = try await scripted.account.suggestedCountries(service: "wa").value
        #expect(found.map(\.country.id) == ["99", "16"])
        #expect(found.map(\.country.name) == ["Country 99", "Britain"])
        #expect(found.map(\.price) == [dollars("0.2"), dollars("0.5")])
        #expect(found.map(\.stock) == [1, 7])
        #expect(found.map(\.successRate) == [nil, 61.73])
        let nameless = ScriptedHandlerAPI(top, "ERROR_SQL")
        let others = try await nameless.account.suggestedCountries(service: "wa").value
        #expect(others.map(\.country.name) == ["Country 99", "United Kingdom"])
    }

    @Test func `stocks are numbers in text, with suffixes or not`() async throws {
        let body = #"{"aww":"4758","vk_0":"3","vk_1":"9","av_0":2,"x":"-1"}"#
        let scripted = ScriptedHandlerAPI(
            body, #"{"status":"success","countryOperators":{"16":["o2"],"1":["kyivstar"]}}"#)
        #expect(
            try await scripted.account.stock(in: "16", pool: "o2").value
                == ["aww": 4758, "vk": 3, "av": 2, "x": 0])
        #expect(scripted.network.sent[0].query["operator"] == "o2")
        #expect(try await scripted.account.operators(in: "16").value == ["o2"])
    }

    @Test func `past ones come newest first, with how they ended as far as that is told`()
        async throws
    {
        let body = #"""
            [{"id":1,"date":"2024-07-25 10:00:00","phone":"447911123456","sms":"1234","cost":0.5,"status":"6","currency":840},
            {"id":"2","date":"2024-07-26 10:00:00","phone":447911123457,"sms":null,"cost":0,"status":4,"currency":"840"},
            {"id":3,"date":"2024-07-24 10:00:00","sms":null,"cost":100,"status":"8","currency":643},
            {"id":4,"date":"2024-07-23 10:00:00","sms":"","cost":"1","status":"77"}]
            """#
        let past = try await ScriptedHandlerAPI(body).account.pastActivations().value
        #expect(past.map(\.providerID) == ["2", "1", "3", "4"])
        #expect(past.map(\.status.phase) == [.waiting, .received, .cancelled, .unclear])
        #expect(
            past.map(\.price) == [
                nil, dollars("0.5"), Money(tenThousandths: 1_000_000, currency: "RUB"),
                dollars("1"),
            ])
        #expect(past[0].number == "+447911123457" && past[1].messages.map(\.code) == ["1234"])
    }
}
