import Lines
import ProviderEmulator
import Testing
import TestSupport

@Suite
struct SMSPoolResendTests {
    @Test
    func `a resend before any message is refused`() throws {
        var document = SMSPoolInProcessEmulator(.document)
        var current = SMSPoolInProcessEmulator(.current)
        let old = try document.order()
        let new = try current.order()
        #expect(
            document.call("sms/resend", ["orderid": old.id])
                == Reply(
                    200,
                    """
                    {"success":0,"message":"Phonenumber could not be requested again, \
                    try later again.","resend":0}
                    """))
        #expect(
            current.call("sms/resend", ["orderid": new.id])
                == Reply(
                    400,
                    """
                    {"success":0,"message":"You can only re-send to a phonenumber that has \
                    received a SMS"}
                    """))
    }

    @Test
    func `a resend makes a new order for the same number at no charge`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let first = try desk.order()
        desk.sms("1111", to: first)
        desk.wait(.hours(5))
        #expect(
            desk.call("sms/check_resend", ["orderid": first.id]).text == """
                {"success":1,"message":"This phonenumber is available for resend!","resends":2,\
                "resendCost":0,"expires_in_hour":115}
                """)
        let balance = desk.balance()
        let reply = desk.call("sms/resend", ["orderid": first.id])
        let second = try desk.newest()
        #expect(second.id != first.id && second.number == first.number)
        #expect(
            reply.text == """
                {"success":1,"message":"Your number has been requested again!",\
                "order_id":"\(second.id)","charge":0}
                """)
        #expect(desk.balance() == balance)
        // While the second order waits, no further code can be requested.
        #expect(desk.call("sms/resend", ["orderid": first.id]).status == 400)
        desk.sms("2222", to: first)
        #expect(desk.call("sms/check", ["orderid": first.id]).json["sms"] == "1111")
        #expect(desk.call("sms/check", ["orderid": second.id]).json["sms"] == "2222")
    }

    @Test
    func `a repeated order that gets nothing pays nothing back`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let first = try desk.order()
        desk.sms("1111", to: first)
        _ = desk.call("sms/resend", ["orderid": first.id])
        let balance = desk.balance()
        desk.wait(.hours(1))
        #expect(desk.balance() == balance)
        #expect(desk.provider.ledger.entries.count == 1)
    }

    @Test
    func `the document's resend reuses the order`() throws {
        var desk = SMSPoolInProcessEmulator(.document)
        let line = try desk.order()
        desk.sms("1111", to: line)
        #expect(
            desk.call("sms/resend", ["orderid": line.id]).text
                == #"{"success":1,"message":"Number has been requested again","resend":0}"#)
        #expect(
            desk.call("sms/check", ["orderid": line.id]).text
                == #"{"status":4,"message":"resend","resend":0,"expiration":1704563272}"#)
        desk.sms("2222", to: line)
        #expect(desk.call("sms/check", ["orderid": line.id]).json["sms"] == "2222")
    }
}
