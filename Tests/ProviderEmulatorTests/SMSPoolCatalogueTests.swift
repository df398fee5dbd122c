import Lines
import ProviderEmulator
import Testing
import TestSupport

@Suite
struct SMSPoolCatalogueTests {
    @Test
    func `ids are text in the document and numbers since`() {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        #expect(
            document.call("country/retrieve_all").text.hasPrefix(
                #"[{"ID":"1","name":"United States","region":"North America"},"#))
        #expect(
            current.call("country/retrieve_all").text.hasPrefix(
                #"[{"ID":1,"name":"United States","region":"North America","short_name":"US"},"#))
        #expect(
            document.call("service/retrieve_all").text.hasPrefix(#"[{"ID":"28","name":"Airbnb"},"#))
        #expect(
            current.call("service/retrieve_all").text.hasPrefix(
                #"[{"ID":28,"name":"Airbnb","favourite":0},"#))
    }

    @Test
    func `lists and prices need no key, and everything else does`() {
        var desk = SMSPoolInProcessEmulator(.current)
        let open = [
            "country/retrieve_all", "service/retrieve_all", "pool/retrieve_all", "request/pricing",
            "request/suggested_countries", "rental/retrieve_all",
        ]
        for path in desk.provider.endpoints {
            let request = EmulatedRequest(
                path,
                [
                    "service": "1012", "type": "1", "country": "1", "orderid": "X", "id": "7",
                    "days": "30", "rental_code": "X",
                ])
            let answered = desk.send(request).status == 200
            #expect(answered == open.contains(path), "\(path)")
        }
    }

    @Test
    func `a price is what an order then costs`() throws {
        for generation in EmulatorGeneration.allCases {
            var desk = SMSPoolInProcessEmulator(generation)
            for country in ["US", "2", "netherlands"] {
                let quote = desk.call("request/price", ["country": country, "service": "telegram"])
                let line = try desk.order("907", in: country)
                #expect(quote.json["price"] == .string(line.price.decimal))
            }
        }
    }

    @Test
    func `a price nobody knows is refused in each generation's way`() {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        let body = #"{"success":0,"message":"No price was found for this query.","price":0}"#
        let unknown: KeyValuePairs = ["country": "EE", "service": "PayPal"]
        #expect(document.call("request/price", unknown) == Reply(200, body))
        #expect(current.call("request/price", unknown) == Reply(404, body))
        #expect(
            document.call("request/price", ["country": "EE"])
                == Reply(200, #"{"success":0,"message":"Fill in all params!"}"#))
    }

    @Test
    func `pricing lists offers that are sold out`() {
        var desk = SMSPoolInProcessEmulator(.current)
        let query: KeyValuePairs = ["country": "FR", "service": "PayPal"]
        guard case .array(let offers) = desk.call("request/pricing", query).json else {
            Issue.record("pricing is no list")
            return
        }
        #expect(!offers.isEmpty)
        #expect(desk.call("sms/stock", query).text == #"{"success":1,"amount":0}"#)
    }

    @Test
    func `suggested countries have the service in stock`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let reply = desk.call("request/suggested_countries", ["service": "PayPal"])
        guard case .array(let countries) = reply.json else {
            Issue.record("suggestions are no list")
            return
        }
        let names = countries.compactMap { $0["short_name"]?.text }
        #expect(!names.isEmpty && !names.contains("FR") && !names.contains("EE"))
        let best = try #require(countries.first)
        let price = try #require(best["price"]?.text)
        let pool = try #require(best["pool"]?.text)
        #expect(
            reply.text.hasPrefix(
                """
                [{"pool":\(pool),"country_id":1,"name":"United States","short_name":"US",\
                "price":"\(price)"},
                """))
    }

    @Test
    func `the same seed draws the same world and another seed another`() throws {
        var first = SMSPoolInProcessEmulator(.current, seed: 3)
        var same = SMSPoolInProcessEmulator(.current, seed: 3)
        var other = SMSPoolInProcessEmulator(.current, seed: 4)
        let prices = first.call("request/pricing").text
        #expect(prices == same.call("request/pricing").text)
        #expect(prices != other.call("request/pricing").text)
        let line = try first.order()
        #expect(try line.number == same.order().number)
        #expect(try line.number != other.order().number)
    }

    @Test
    func `services of one country are those it offers`() {
        var desk = SMSPoolInProcessEmulator(.current)
        let everywhere = desk.call("service/retrieve_all").text
        let estonia = desk.call("service/retrieve_all", ["country": "EE"]).text
        #expect(everywhere.contains("PayPal") && !estonia.contains("PayPal"))
    }

    @Test
    func `rental products keep their prices in a string in the document`() {
        var desk = SMSPoolInProcessEmulator(.document)
        let reply = desk.call("rental/retrieve_all", ["type": "1"])
        #expect(
            reply.text.hasPrefix(
                #"""
                {"2":{"name":"United Kingdom","region":"Europe",\#
                "pricing":"{\"7\":18,\"14\":25,\"30\":30}"},"6":{
                """#))
        #expect(desk.call("rental/retrieve_all", ["type": "9"]) == Reply(200, "[]"))
        #expect(
            desk.call("rental/retrieve_all").text
                == #"{"success":0,"message":"Fill in all params! [GET: type, key (optional)]"}"#)
    }

    @Test
    func `rental products are a list now, with single service prices in a string`() {
        var desk = SMSPoolInProcessEmulator(.current)
        let reply = desk.call("rental/retrieve_all", ["type": "1"])
        #expect(
            reply.text.hasPrefix(
                """
                {"success":1,"data":[{"ID":2,"name":"United Kingdom","region":"Europe",\
                "tag":"United Kingdom","pool":2,"priority":0,\
                "pricing":{"7":18,"14":25,"30":30},"is_refundable":1,"refund_min_days":7,\
                "refund_within":12,"single_service":null,"single_service_extend":null},
                """))
        #expect(
            reply.text.contains(
                #""single_service":"{\"30\":15}","single_service_extend":"{\"30\":15}""#))
        #expect(
            desk.call("rental/retrieve_all", ["type": "0"]).text.contains(
                #""pricing":{"1":3,"3":7,"7":12.5}"#))
        #expect(
            desk.call("rental/retrieve_all", ["type": "9"])
                == Reply(
                    404, #"{"success":0,"message":"No available rentals found for your search."}"#)
        )
    }
}
