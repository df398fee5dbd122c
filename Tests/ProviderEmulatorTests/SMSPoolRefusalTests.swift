import Lines
import ProviderEmulator
import Testing
import TestSupport

@Suite
struct SMSPoolRefusalTests {
    @Test
    func `the document lists everything missing in one answer`() {
        var desk = SMSPoolInProcessEmulator(.document)
        #expect(
            desk.send(EmulatedRequest("purchase/sms", method: "GET"))
                == Reply(
                    200,
                    """
                    {"success":0,"errors":[{"message":"Missing or invalid param: country"},\
                    {"message":"Missing or invalid param: service"},\
                    {"message":"Missing or invalid param: key","description":"Your API key which \
                    can be found on your settings page at /my/settings"}]}
                    """))
    }

    @Test
    func `a wrong key is forbidden and a missing one is missing`() {
        var desk = SMSPoolInProcessEmulator(.current)
        let description =
            "Your API key which can be found on your settings page at /my/settings"
        #expect(
            desk.send(EmulatedRequest("request/balance", ["key": "wrong"]))
                == Reply(
                    403,
                    """
                    {"success":0,"errors":[{"message":"Invalid API key","param":"key",\
                    "description":"\(description)"}]}
                    """))
        #expect(
            desk.send(EmulatedRequest("request/balance"))
                == Reply(
                    400,
                    """
                    {"success":0,"errors":[{"message":"You are missing a required parameter for \
                    this request.","param":"key","description":"\(description)"}]}
                    """))
        let bearer = EmulatedRequest(
            "request/balance", headers: [("authorization", "Bearer \(emulatorKey)")])
        #expect(desk.send(bearer) == Reply(200, #"{"balance":"100.00"}"#))
    }

    @Test
    func `a service a country does not have is refused with the countries that do`() {
        for generation in EmulatorGeneration.allCases {
            var desk = SMSPoolInProcessEmulator(generation)
            let reply = desk.call("purchase/sms", ["country": "EE", "service": "PayPal"])
            #expect(reply.status == (generation == .current ? 422 : 200))
            #expect(
                reply.text.hasPrefix(
                    """
                    {"success":0,"message":"This country is currently not available for this \
                    service, please try the following countries: United States, United Kingdom, \
                    Netherlands,
                    """))
        }
    }

    @Test
    func `out of stock comes in HTML with a refusal for every pool`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let query: KeyValuePairs = ["country": "FR", "service": "PayPal"]
        let quoted = desk.call("request/price", query).json["pool"]?.text
        let pools = desk.call("pool/retrieve_all").json
        guard case .array(let list) = pools else { return }
        let pool = try #require(list.first { $0["ID"]?.text == quoted }?["name"]?.text)
        let text = "We couldn't find an available phone number for you, please try again later!"
        #expect(
            desk.call("purchase/sms", query)
                == Reply(
                    422,
                    """
                    {"success":0,"message":"<p>Pool <b>\(pool)</b>: <p>\(text)</p></p>",\
                    "type":"OUT_OF_STOCK","errors":[{"message":"\(text)"}],\
                    "pools":{"\(pool)":{"success":0,"message":"<p><b>\(pool)</b> <p>\(text)</p>\
                    </p>","type":"OUT_OF_STOCK","errors":[{"message":"\(text)"}]}}}
                    """))
    }

    @Test
    func `too little money is refused with both figures`() throws {
        var document = SMSPoolInProcessEmulator(.document, balance: "0.01")
        var current = SMSPoolInProcessEmulator(.current, balance: "0.01")
        let query: KeyValuePairs = ["country": "US", "service": "WhatsApp"]
        let price = try #require(current.call("request/price", query).json["price"]?.text)
        let text = "Insufficient balance, the price is: \(price) while you only have: 0.01"
        #expect(
            document.call("purchase/sms", query)
                == Reply(200, #"{"success":0,"message":"\#(text)"}"#))
        #expect(
            current.call("purchase/sms", query)
                == Reply(
                    422,
                    """
                    {"success":0,"message":"<p>Pool <b>Foxtrot</b>: \(text)</p>",\
                    "type":"BALANCE_ERROR","pools":{"Foxtrot":{"success":0,\
                    "message":"<p><b>Foxtrot</b> \(text)</p>","type":"BALANCE_ERROR"}}}
                    """))
        #expect(current.provider.lines(at: current.now).isEmpty)
    }

    @Test
    func `a price limit nothing is below is refused with the limit`() {
        var desk = SMSPoolInProcessEmulator(.current)
        #expect(
            desk.call(
                "purchase/sms", ["country": "US", "service": "WhatsApp", "max_price": "0.01"])
                == Reply(
                    422,
                    """
                    {"success":0,"message":"We could not find a suitable pool below the price of: \
                    0.01","type":"PRICE_NOT_FOUND"}
                    """))
        #expect(desk.balance() == "100.00")
    }

    @Test
    func `a pool can be chosen by number or name and must have the service`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let query: KeyValuePairs = ["country": "US", "service": "WhatsApp", "pool": "foxtrot"]
        #expect(desk.call("purchase/sms", query).json["pool"] == 7)
        let offered = desk.call("request/pricing", ["country": "US", "service": "WhatsApp"]).text
        let other = try #require(
            ["1", "2", "3", "4", "11"].first { !offered.contains("\"pool\":\($0),") })
        let reply = desk.call(
            "purchase/sms", ["country": "US", "service": "WhatsApp", "pool": other])
        #expect(reply.json["type"] == "OUT_OF_STOCK")
    }

    @Test
    func `an unknown order is a 404 everywhere but in one endpoint`() {
        var desk = SMSPoolInProcessEmulator(.current)
        let check = desk.call("sms/check", ["orderid": "NONE"])
        #expect(check == Reply(404, #"{"success":0,"message":"We could not find this order!"}"#))
        let cancel = desk.call("sms/cancel", ["orderid": "NONE"])
        #expect(cancel == Reply(200, #"{"success":0,"message":"We could not find this order!"}"#))
        let resend = desk.call("sms/resend", ["orderid": "NONE"])
        #expect(resend == Reply(404, #"{"success":0,"message":"We could not find this order."}"#))
        #expect(
            desk.call("sms/resend").text == """
                {"success":0,"errors":[{"message":"You are missing a required parameter for this \
                request.","param":"orderid"}]}
                """)
    }

    @Test
    func `every endpoint answers with php behind it as well`() {
        for generation in EmulatorGeneration.allCases {
            for path in SMSPoolInProcessEmulator(generation).provider.endpoints {
                var plain = SMSPoolInProcessEmulator(generation)
                var php = SMSPoolInProcessEmulator(generation)
                #expect(plain.call(path) == php.call(path + ".php"), "\(path)")
            }
        }
    }
}
