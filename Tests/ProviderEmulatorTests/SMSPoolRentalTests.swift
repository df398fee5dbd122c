import Lines
import ProviderEmulator
import Testing
import TestSupport

@Suite
struct SMSPoolRentalTests {
    @Test
    func `a rental is answered with its expiry as text in the document and as a number now`() throws
    {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        let old = document.call("purchase/rental", ["id": "7", "days": "30"])
        let new = current.call("purchase/rental", ["id": "7", "days": "30"])
        let held = try document.newest()
        let now = try current.newest()
        #expect(
            old.text == """
                {"success":1,"message":"","phonenumber":"\(held.number)","days":30,\
                "rental_code":"\(held.id)","expiry":"1707154673"}
                """)
        #expect(
            new.text == """
                {"success":1,"message":"Your rental has been ordered, it will take upto 24 hours \
                to activate your rental although usually your rental will be issued instantly.",\
                "phonenumber":"\(now.number)","days":30,"rental_code":"\(now.id)",\
                "expiry":1707154673}
                """)
        #expect(current.balance() == "70.00")
    }

    @Test
    func `wrong days are refused with those that are available`() {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        let text = "You selected a invalid amount of days! The following days are available: "
        let wrong: KeyValuePairs = ["id": "7", "days": "5"]
        #expect(
            document.call("purchase/rental", wrong)
                == Reply(200, #"{"success":0,"message":"\#(text)7 14 30 "}"#))
        #expect(
            current.call("purchase/rental", wrong)
                == Reply(400, #"{"success":0,"message":"\#(text)7 14 30"}"#))
    }

    @Test
    func `a rental that cannot be had is refused for its reason and costs nothing`() {
        var desk = SMSPoolInProcessEmulator(.current, balance: "8.00")
        func refusal(_ parameters: KeyValuePairs<String, String>) -> String? {
            desk.call("purchase/rental", parameters).json["message"]?.text
        }
        #expect(
            refusal(["id": "99", "days": "30"])
                == "Invalid rental ID, please enter a valid rental ID from "
                + "/rental/retrieve_all endpoint")
        #expect(
            refusal(["id": "23", "days": "30"]) == "This rental is currently out of stock!")
        #expect(
            refusal(["id": "2", "days": "30", "service_id": "1012"])
                == "The service you entered is not available!")
        #expect(
            refusal(["id": "7", "days": "7"])
                == "You do not have enough balance, please top up your account with 1.00 dollars "
                + "in order to purchase this rental.")
        #expect(desk.balance() == "8.00")
    }

    @Test
    func `a number for a single service costs half`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let reply = desk.call(
            "purchase/rental", ["id": "7", "days": "30", "service_id": "1012"])
        #expect(reply.json["success"] == 1)
        #expect(desk.balance() == "85.00")
        let line = try desk.newest()
        #expect(
            desk.call("rental/info", ["rental_code": line.id]).text == """
                {"rental_code":"\(line.id)","rental":7,"phonenumber":"\(line.number)",\
                "country_name":"US","expiration_date":1707154673,"price":"15.00","refund":0,\
                "auto_extend":0,"service":1012,"service_name":"WhatsApp","source":11,"type":1}
                """)
    }

    @Test
    func `a status call wakes the line, seconds later it is available, and then it sleeps`() throws
    {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.rent(7, days: 30)
        func available() -> JSON? {
            desk.call("rental/retrieve_status.php", ["rental_code": line.id]).json["status"]?[
                "available"]
        }
        #expect(
            desk.call("rental/retrieve_status", ["rental_code": line.id]).text == """
                {"success":1,"status":{"activeFor":270,"available":0,"auto_extend":0,\
                "expiry":1707154673,"phonenumber":"\(line.number)"}}
                """)
        desk.wait(.seconds(3))
        #expect(available() == 0)
        desk.wait(.seconds(1))
        #expect(available() == 1)
        // Every call starts another 270 seconds, and one made in time leaves no gap.
        desk.wait(.seconds(200))
        #expect(available() == 1)
        desk.wait(.seconds(269))
        #expect(try desk.newest().canReceive)
        desk.wait(.seconds(1))
        #expect(try !desk.newest().canReceive)
        #expect(available() == 0)
    }

    @Test
    func `a line that is always on needs no waking`() throws {
        var desk = SMSPoolInProcessEmulator(.document)
        let line = try desk.rent(3, days: 7)
        #expect(
            desk.call("rental/retrieve_status", ["rental_code": line.id]).text == """
                {"success":1,"status":{"expiry":1705167473,"available":1,\
                "phonenumber":"\(line.number)","activeFor":0}}
                """)
        #expect(desk.sms("hello", to: line)?.isDelivered == true)
    }

    @Test
    func `a message to a sleeping line is lost, and one to a waking line too`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.rent(2, days: 7)
        #expect(
            desk.sms("one", to: line)?.lostBecause
                == "the line is asleep: its status has to be asked before it can receive")
        _ = desk.call("rental/retrieve_status", ["rental_code": line.id])
        #expect(
            desk.sms("two", to: line)?.lostBecause
                == "the line is still waking up and not yet available")
        desk.wait(.seconds(5))
        #expect(desk.sms("three", to: line)?.isDelivered == true)
        desk.wait(.seconds(90))
        #expect(desk.sms("four", to: line)?.isDelivered == false)
        let reply = desk.call("rental/retrieve_messages", ["rental_code": line.id])
        #expect(reply.text.contains("three") && !reply.text.contains("two"))
        #expect(try desk.newest().sent.count == 4)
    }

    @Test
    func `the document's messages share one id and spell their months`() throws {
        var desk = SMSPoolInProcessEmulator(.document)
        let line = try desk.rent(3, days: 7)
        #expect(
            desk.call("rental/retrieve_messages", ["rental_code": line.id]).text
                == #"{"success":1,"messages":[],"source":"3"}"#)
        desk.sms("Message 1", from: "", to: line)
        desk.wait(.seconds(61))
        desk.sms("Message 2", from: "DHL", to: line)
        #expect(
            desk.call("rental/retrieve_messages", ["rental_code": line.id]).text == """
                {"success":1,"messages":{"0":{"ID":3,"sender":"DHL","message":"Message 2",\
                "timestamp":"06 Jan 2024 17:38:54"},"1":{"ID":3,"sender":null,\
                "message":"Message 1","timestamp":"06 Jan 2024 17:37:53"}},"source":"3"}
                """)
    }

    @Test
    func `newer messages are a list in which two share an id`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.rent(3, days: 7)
        for text in ["a", "b", "b"] { desk.sms(text, to: line) }
        let time = "2024-01-06 17:37:53"
        #expect(
            desk.call("rental/retrieve_messages", ["rental_code": line.id]).text == """
                {"success":1,"messages":[\
                {"ID":2,"sender":"MYBANK","message":"b","timestamp":"\(time)"},\
                {"ID":1,"sender":"MYBANK","message":"b","timestamp":"\(time)"},\
                {"ID":1,"sender":"MYBANK","message":"a","timestamp":"\(time)"}],"source":3}
                """)
    }

    @Test
    func `my rentals are those still held`() throws {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        let old = try document.rent(7, days: 30)
        let new = try current.rent(7, days: 30)
        #expect(
            document.call("rental/retrieve").text == """
                [{"country_name":"US","expiration_date":"1707154673",\
                "phonenumber":"\(old.number)","rental":"7","rental_code":"\(old.id)",\
                "source":"11","state":"Unknown","type":"1"}]
                """)
        #expect(
            current.call("rental/retrieve").text == """
                [{"country_name":"US","expiration_date":1707154673,\
                "phonenumber":"\(new.number)","rental":7,"rental_code":"\(new.id)",\
                "source":11,"state":"Unknown","type":1}]
                """)
        current.wait(.days(30))
        #expect(current.call("rental/retrieve").text == "[]")
        #expect(try current.newest().state == "expired")
    }

    @Test
    func `an unknown rental is not found in the words of each endpoint`() {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        let code: KeyValuePairs = ["rental_code": "NONE", "days": "30"]
        let none = #"{"success":0,"message":"No rental was found!"}"#
        for path in ["retrieve_messages", "retrieve_status", "refund", "extend"] {
            #expect(document.call("rental/\(path)", code) == Reply(200, none))
        }
        #expect(current.call("rental/info", code) == Reply(404, none))
        #expect(
            current.call("rental/refund", code)
                == Reply(404, #"{"success":0,"message":"This rental could not be found."}"#))
    }

    @Test
    func `a reset takes the line down for half a minute, and lines always on have none`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.rent(7, days: 30)
        desk.wake(line)
        #expect(desk.call("rental/reset", ["rental_code": line.id]).json["success"] == 1)
        #expect(desk.sms("lost", to: line)?.isDelivered == false)
        desk.wait(.seconds(30))
        #expect(desk.sms("kept", to: line)?.isDelivered == true)
        let always = try desk.rent(3, days: 7)
        #expect(
            desk.call("rental/reset", ["rental_code": always.id])
                == Reply(
                    400,
                    #"{"success":0,"message":"You cannot reset the port for this type of rental."}"#
                ))
    }
}
