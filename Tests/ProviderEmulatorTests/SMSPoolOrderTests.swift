import Lines
import ProviderEmulator
import Testing
import TestSupport

@Suite
struct SMSPoolOrderTests {
    @Test
    func `an order is answered in the document's words`() throws {
        var desk = SMSPoolInProcessEmulator(.document)
        let reply = desk.call("purchase/sms", ["country": "US", "service": "1012"])
        let line = try desk.newest()
        #expect(
            reply
                == Reply(
                    200,
                    """
                    {"success":1,"number":"\(line.number)","order_id":"\(line.id)",\
                    "country":"United States","service":"WhatsApp","pool":7,"expires_in":599,\
                    "message":""}
                    """))
        #expect(line.expiresAt == desk.now + .seconds(599))
    }

    @Test
    func `an order is answered with a number that is a number now`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let reply = desk.call(
            "purchase/sms", ["country": "US", "service": "1012", "area_code": "646"])
        let line = try desk.newest()
        let price = line.price.decimal
        #expect(line.number.hasPrefix("1646"))
        #expect(
            reply
                == Reply(
                    200,
                    """
                    {"success":1,"number":\(line.number),"phonenumber":\
                    "\(line.number.dropFirst())","cc":"1","order_id":"\(line.id)",\
                    "country":"United States","service":"WhatsApp","pool":7,"cost":"\(price)",\
                    "cost_in_cents":\(line.price.tenThousandths / 100),"expiration":1704563873,\
                    "expires_in":1200,"message":"You have succesfully ordered a WhatsApp number \
                    from pool: Foxtrot for \(price)."}
                    """))
    }

    @Test
    func `a waiting order is pending, without a message in newer answers`() throws {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        let old = try document.order()
        let new = try current.order()
        current.wait(.seconds(66))
        #expect(
            document.call("sms/check", ["orderid": old.id]).text
                == #"{"status":1,"message":"pending","resend":0,"expiration":1704563272}"#)
        #expect(
            current.call("sms/check", ["orderid": new.id]).text
                == #"{"status":1,"resend":0,"expiration":1704563873,"time_left":1134}"#)
    }

    @Test
    func `a received message gives the code and the whole text`() throws {
        for generation in EmulatorGeneration.allCases {
            var desk = SMSPoolInProcessEmulator(generation)
            let line = try desk.order()
            desk.sms("123 456 is your WhatsApp code — 密码", to: line)
            let expiration = line.expiresAt.milliseconds / 1000
            #expect(
                desk.call("sms/check", ["orderid": line.id])
                    == Reply(
                        200,
                        """
                        {"status":3,"sms":"123456","full_sms":"123 456 is your WhatsApp code \
                        — 密码","expiration":\(expiration)}
                        """))
        }
    }

    @Test
    func `a cancel is refused for two minutes without saying for how long, then pays back`() throws
    {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.order()
        desk.wait(.milliseconds(119_999))
        #expect(
            desk.call("sms/cancel", ["orderid": line.id])
                == Reply(
                    400,
                    """
                    {"success":0,"message":"This phone number cannot be cancelled yet, \
                    please try again later!"}
                    """))
        desk.wait(.milliseconds(1))
        #expect(
            desk.call("sms/cancel", ["orderid": line.id])
                == Reply(
                    200,
                    """
                    {"success":1,"message":"The order has been cancelled, and you have been \
                    refunded \(line.price.decimal) dollars."}
                    """))
        #expect(desk.balance() == "100.00")
        #expect(desk.call("request/active").text == "[]")
        #expect(
            desk.call("sms/check", ["orderid": line.id]).text == """
                {"status":6,"message":"This order has been refunded","resend":0,\
                "expiration":1704563873,"time_left":1080}
                """)
        #expect(desk.call("sms/cancel", ["orderid": line.id]).json["success"] == 0)
        #expect(desk.balance() == "100.00")
    }

    @Test
    func `the document's cancel says yes or no and nothing else`() throws {
        var desk = SMSPoolInProcessEmulator(.document)
        let line = try desk.order()
        #expect(desk.call("sms/cancel", ["orderid": line.id]) == Reply(200, #"{"success":0}"#))
        desk.wait(.seconds(120))
        #expect(desk.call("sms/cancel", ["orderid": line.id]) == Reply(200, #"{"success":1}"#))
        #expect(
            desk.call("sms/check", ["orderid": line.id]).text
                == #"{"status":5,"message":"cancelled","resend":0,"expiration":1704563272}"#)
    }

    @Test
    func `an order without a message is paid back when it expires`() throws {
        for generation in EmulatorGeneration.allCases {
            var desk = SMSPoolInProcessEmulator(generation)
            let line = try desk.order()
            #expect(desk.balance() != "100.00")
            desk.wait(line.expiresAt - desk.now)
            let check = desk.call("sms/check", ["orderid": line.id]).json
            #expect(check["status"] == (generation == .current ? 6 : 2))
            #expect(desk.balance() == "100.00")
            desk.wait(.seconds(30))
            #expect(desk.call("sms/check", ["orderid": line.id]).json["status"] == 6)
            #expect(desk.provider.ledger.entries.map(\.kind) == [.charge, .refund])
            #expect(desk.provider.ledger.entries.last?.at == line.expiresAt)
        }
    }

    @Test
    func `an order that got its message is not paid back`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.order()
        desk.sms("Your code is 4821", to: line)
        desk.wait(.seconds(130))
        #expect(desk.call("sms/cancel", ["orderid": line.id]).status == 400)
        desk.wait(.hours(2))
        #expect(desk.call("sms/check", ["orderid": line.id]).json["status"] == 3)
        #expect(desk.provider.ledger.entries.map(\.kind) == [.charge])
    }

    @Test
    func `a message after the end changes nothing and is on record`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.order()
        desk.wait(.seconds(121))
        _ = desk.call("sms/cancel", ["orderid": line.id])
        #expect(desk.sms("77001", to: line)?.lostBecause == "the order was cancelled")
        #expect(desk.call("sms/check", ["orderid": line.id]).json["status"] == 6)
        let sent = try desk.newest().sent
        #expect(sent.map(\.sms.text) == ["77001"] && sent.allSatisfy { !$0.isDelivered })
    }

    @Test
    func `active orders show code zero until there is one`() throws {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        let old = try document.order()
        let new = try current.order()
        #expect(
            document.call("request/active").text == """
                [{"timestamp":"2024-01-06 17:37:53","order_code":"\(old.id)",\
                "phonenumber":"\(old.number)","code":"0","full_code":"0","short_name":"NL",\
                "service":"WhatsApp","status":"pending","expiry":"1704563272"}]
                """)
        current.wait(.seconds(10))
        current.sms("G-482913 is your code", to: new)
        #expect(
            current.call("request/active").text == """
                [{"timestamp":"2024-01-06 17:37:53","order_code":"\(new.id)",\
                "phonenumber":"\(new.number)","code":"482913",\
                "full_code":"G-482913 is your code","short_name":"NL","service":"WhatsApp",\
                "status":"completed","cost":"\(new.price.decimal)","expiry":1704563873,\
                "time_left":1190}]
                """)
    }

    @Test
    func `history is paged, searched and archived`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let first = try desk.order("Telegram", in: "DE")
        desk.wait(.seconds(60))
        let second = try desk.order("WhatsApp", in: "NL")
        func codes(_ parameters: KeyValuePairs<String, String>) -> [String] {
            guard case .array(let items) = desk.call("request/history", parameters).json else {
                return []
            }
            return items.compactMap { $0["order_code"]?.text }
        }
        #expect(codes([:]) == [second.id, first.id])
        #expect(codes(["start": "1", "length": "1"]) == [first.id])
        #expect(codes(["search": "telegram"]) == [first.id])
        #expect(codes(["search": second.number]) == [second.id])
        desk.wait(.seconds(1150))
        #expect(
            desk.call("request/archive").text
                == #"{"success":1,"message":"All your inactive orders have been archived."}"#)
        #expect(codes([:]) == [second.id])
    }

    @Test
    func `cancelling all leaves alone what is locked or complete`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let complete = try desk.order("Telegram")
        let waiting = try desk.order("Signal")
        desk.wait(.seconds(100))
        desk.sms("10 20 4455", to: complete)
        let locked = try desk.order("Discord")
        desk.wait(.seconds(20))
        #expect(
            desk.call("sms/cancel_all").text == """
                {"success":1,"message":"Your active orders have been refunded",\
                "refunded_orders":["\(waiting.id)"]}
                """)
        #expect(desk.call("sms/check", ["orderid": locked.id]).json["status"] == 1)
    }
}
