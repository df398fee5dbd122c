import Lines
import ProviderEmulator
import Testing
import TestSupport

/// A rental's life, and the lists of products.
@Suite
struct HandlerAPIEmulatorRentalTests {
    private func refusal(_ word: String) -> Reply {
        Reply(200, #"{"status":"error","message":"\#(word)"}"#)
    }

    @Test
    func `a rental has its end in one of three shapes`() throws {
        var counter = HandlerAPIInProcessEmulator()
        let line = try counter.rent(hours: 24)
        #expect(line.price == Money(tenThousandths: 2_0000))
        #expect(
            counter.ask("continueRentNumber", ["id": line.id, "time": "24"]).text == """
                {"status":"success","phone":{"id":\(line.id),"endDate":"2024-07-28T12:00:00",\
                "number":"\(line.number)"}}
                """)
        var clone = HandlerAPIInProcessEmulator(.clone)
        let reply = clone.ask("getRentNumber", ["service": "wa", "time": "25", "country": "16"])
        #expect(reply.json["phone"]?["endDate"] == "2024-07-27 13:00:00")
        let id = reply.json["phone"]?["id"]?.text ?? ""
        let extended = clone.ask("continueRentNumber", ["id": id, "rent_time": "24"])
        #expect(extended.json["phone"]?["endDate"] == "2024-07-28T16:00:00+03:00")
        #expect(clone.provider.ledger.balance == Money(tenThousandths: 97_0000))
    }

    @Test
    func `messages come newest first, ten to a page, and a word stands for none`() throws {
        var counter = HandlerAPIInProcessEmulator()
        let line = try counter.rent()
        #expect(counter.ask("getRentStatus", ["id": line.id]) == refusal("STATUS_WAIT_CODE"))
        for index in 0..<12 {
            counter.wait(.seconds(1))
            counter.sms("text \(index)", to: line)
        }
        let page = counter.ask("getRentStatus", ["id": line.id, "size": "50"]).json
        #expect(page["quantity"] == "12" && page["values"]?["0"]?["text"] == "text 11")
        #expect(page["values"]?["9"]?["text"] == "text 2" && page["values"]?["10"] == nil)
        let second = counter.ask("getRentStatus", ["id": line.id, "page": "2"]).json
        #expect(
            second["values"]?["1"]?.description == """
                {"phoneFrom":"MYBANK","text":"text 0","service":"full",\
                "date":"2024-07-26 12:00:01"}
                """)
        #expect(
            counter.ask("getRentStatus", ["id": line.id, "page": "9223372036854775807"])
                .json["values"] == [])
    }

    @Test
    func `a rental is given back within twenty minutes, before its first message, once`() throws {
        var counter = HandlerAPIInProcessEmulator()
        let line = try counter.rent()
        counter.wait(.minutes(20))
        let give: KeyValuePairs = ["id": line.id, "status": "2"]
        #expect(counter.ask("setRentStatus", give) == Reply(200, #"{"status":"success"}"#))
        #expect(counter.ask("setRentStatus", give) == refusal("ALREADY_CANCEL"))
        #expect(counter.ask("getRentStatus", ["id": line.id]) == refusal("STATUS_CANCEL"))
        #expect(
            counter.ask("continueRentNumber", ["id": line.id, "time": "24"]) == refusal("RENT_DIE"))
        let late = try counter.rent()
        counter.wait(.seconds(1201))
        #expect(
            counter.ask("setRentStatus", ["id": late.id, "status": "2"]) == refusal("CANT_CANCEL"))
        let used = try counter.rent()
        counter.sms("1", to: used)
        #expect(
            counter.ask("setRentStatus", ["id": used.id, "status": "2"]) == refusal("CANT_CANCEL"))
        #expect(
            counter.ask("setRentStatus", ["id": used.id, "status": "9"])
                == refusal("INCORECT_STATUS"))
        #expect(counter.ask("setRentStatus", ["id": used.id, "status": "1"]).status == 200)
        #expect(
            counter.ask("setRentStatus", ["id": used.id, "status": "1"])
                == refusal("ALREADY_FINISH"))
        let kinds = counter.provider.ledger.entries.map(\.kind)
        #expect(kinds == [.charge, .refund, .charge, .charge])
    }

    @Test
    func `what has run out is not listed, and goes on under a new id`() throws {
        var counter = HandlerAPIInProcessEmulator()
        #expect(counter.ask("getRentList") == refusal("NO_NUMBERS"))
        let line = try counter.rent(hours: 24)
        #expect(
            counter.ask("getRentList").text
                == #"{"status":"success","values":{"0":{"id":"\#(line.id)","phone":"\#(line.number)"}}}"#
        )
        counter.wait(.hours(24))
        #expect(counter.ask("getRentList") == refusal("NO_NUMBERS"))
        #expect(counter.ask("getRentStatus", ["id": line.id]) == refusal("STATUS_FINISH"))
        #expect(counter.sms("late", to: line)?.isDelivered == false)
        let phone = counter.ask("continueRentNumber", ["id": line.id, "rent_time": "24"])
            .json["phone"]
        #expect(phone?["id"]?.text != line.id && phone?["number"]?.text == line.number)
        #expect(counter.sms("again", to: line)?.isDelivered == true)
        let again = try #require(phone?["id"]?.text)
        counter.provider.revoke(rental: again, at: counter.now)
        #expect(counter.ask("getRentStatus", ["id": again]) == refusal("STATUS_REVOKE"))
        #expect(counter.provider.ledger.entries.map(\.kind) == [.charge, .charge, .refund])
    }

    @Test
    func `extensions are quoted with what was paid before, and have a limit`() throws {
        var counter = HandlerAPIInProcessEmulator()
        let line = try counter.rent("wa", hours: 48)
        #expect(
            counter.ask("continueRentInfo", ["id": line.id, "hours": "25"]).text == """
                {"status":"success","price":2,"currency":840,"hours":25,\
                "history":{"0":{"createDate":"2024-07-26 12:00:00","price":"2","hours":48}}}
                """)
        #expect(
            counter.ask("continueRentNumber", ["id": line.id, "rent_time": "1345"]).text
                == #"{"status":"error","message":"MAX_HOURS_EXCEED","info":{"max":1344}}"#)
        for hours in ["1", "x", ""] {
            #expect(
                counter.ask("continueRentNumber", ["id": line.id, "rent_time": hours])
                    == refusal("INVALID_TIME"))
        }
        #expect(
            counter.ask("continueRentInfo", ["id": "1", "hours": "24"]) == refusal("NO_ID_RENT"))
        counter.provider.setBalance(.zero, at: counter.now)
        for action in ["continueRentNumber", "getRentNumber"] {
            let query: KeyValuePairs = [
                "id": line.id, "rent_time": "24", "service": "wa", "country": "0",
            ]
            #expect(counter.ask(action, query) == refusal("NO_BALANCE"))
        }
    }

    @Test
    func `what can be rented is listed with prices for the hours asked`() {
        var counter = HandlerAPIInProcessEmulator()
        let query: KeyValuePairs = ["rent_time": "168", "country": "0"]
        let wares = counter.ask("getRentServicesAndCountries", query).json
        #expect(wares["services"]?["full"]?.description == #"{"cost":14,"quant":25}"#)
        #expect(wares["services"]?["ub"]?["quant"] == 0 && wares["countries"]?["1"] == 6)
        var clone = HandlerAPIInProcessEmulator(.clone)
        let bare = clone.ask("getRentServicesAndCountries", query).json
        #expect(bare["services"]?["wa"] == 7)
        #expect(
            counter.ask("getRentNumber", ["service": "ub", "rent_time": "24", "country": "0"])
                == refusal("NO_NUMBERS"))
        #expect(
            counter.ask("getRentNumber", ["service": "zz", "rent_time": "24", "country": "0"])
                == refusal("BAD_SERVICE"))
    }

    @Test
    func `the lists of what is sold have their nestings`() {
        var counter = HandlerAPIInProcessEmulator()
        let pair: KeyValuePairs = ["service": "wa", "country": "16"]
        let prices = counter.ask("getPrices", pair).json
        let cost = prices["16"]?["wa"]?["cost"]?.text ?? ""
        let turned = counter.ask("getPricesVerification", pair).json
        #expect(
            turned["wa"]?["16"]?["price"]?.text.flatMap { Money(decimal: $0) }
                == Money(decimal: cost))
        #expect(counter.ask("getPrices", ["service": "zz"]).text == "[]")
        let top = counter.ask("getTopCountriesByService", ["service": "wa"]).json
        #expect(top["0"]?["country"] != nil && top["6"] != nil && top["7"] == nil)
        #expect(counter.ask("getTopCountriesByService", ["service": "zz"]).text == "BAD_SERVICE")
        #expect(counter.ask("getCountries").json["16"]?["eng"] == "United Kingdom")
        let all = counter.ask("getServicesList").json["services"]?.elements.count ?? 0
        let here = counter.ask("getServicesList", ["country": "43"]).json["services"]?.elements
        #expect(here?.count == all - 1)
        #expect(counter.ask("getOperators", ["country": "187"]).text == "OPERATORS_NOT_FOUND")
        #expect(
            counter.ask("getOperators", ["country": "16"]).text
                == #"{"status":"success","countryOperators":{"16":["any","tele2"]}}"#)
        guard case .string? = counter.ask("getNumbersStatus", ["country": "16"]).json["wa"] else {
            Issue.record("a count in this list is text")
            return
        }
    }
}
