import Lines
import Providers
import Testing
import Transport

@Suite struct SMSPoolPaymentTests {
    private let order = ActivationOrder(service: "1", country: "1")

    @Test func `the document's order has its id, number and end`() async throws {
        let answer = try await Pool(Samples.Document.order).account.order(order)
        var purchase = Purchase(providerID: "ABCDEFG", number: "+123456789")
        purchase.country = "United States"
        purchase.service = "Service"
        purchase.pool = "5"
        purchase.expiresAt = answeredAt + .seconds(599)
        #expect(answer.value == purchase)
        #expect(answer.providerTime == answeredAt)
    }

    @Test func `today's order has its price and its end as well`() async throws {
        let purchase = try await Pool(Samples.Current.order).account.order(order).value
        #expect(purchase.providerID == "QRXWQWZK")
        #expect(purchase.number == "+1234567890")
        #expect(purchase.price == dollars("0.24"))
        #expect(purchase.expiresAt == Instant(unixSeconds: 1_704_564_195))
        #expect(purchase.refundTerms == nil)
        #expect(purchase.cancellableFrom == nil)
    }

    @Test(arguments: [
        (#""number":1234567890"#, "+1234567890"), (#""number":"1234567890""#, "+1234567890"),
        (#""phonenumber":"234567890","cc":"1""#, "+1234567890"),
        (#""number":234567890,"phonenumber":"234567890","cc":1"#, "+1234567890"),
        (#""phonenumber":"1234567890""#, "+1234567890"),
        (#""phonenumber":"+1234567890","cc":"1""#, "+1234567890"), (#""number":"""#, nil),
        (#""number":null"#, nil), (#""number":"<b>soon</b>""#, nil),
    ])
    func `a number is put together and never made up`(_ fields: String, _ number: String?)
        async throws
    {
        let answer = #"{"success":1,"order_id":"A",\#(fields),"cost_in_cents":"24"}"#
        let purchase = try await Pool(answer).account.order(order).value
        #expect(purchase.number == number)
        #expect(purchase.price == dollars("0.24"))
    }

    @Test func `an order of which only the id can be read is an order all the same`() async throws {
        let reply = HTTPReply(
            status: 200, body: Array(#"{"success":true,"order_id":1234567,"expires_in":599}"#.utf8))
        let answer = try await Pool(reply).account.order(order)
        #expect(answer.value == Purchase(providerID: "1234567"))
        #expect(answer.providerTime == nil)
    }

    @Test func `a rental of either generation has its code, days and end`() async throws {
        let pool = Pool(Samples.Document.rent, Samples.Current.rent)
        let old = try await pool.account.rent(RentalOrder(offer: "0", days: 30)).value
        #expect(old.providerID == "ABCDEFG")
        #expect(old.number == "+123456789")
        #expect(old.expiresAt == Instant(unixSeconds: 1_653_758_381))
        #expect(old.product == "0")
        #expect(old.days == 30)
        let new = try await pool.account.rent(RentalOrder(offer: "12", days: 30)).value
        #expect(new.number == nil, "it is issued within a day")
        #expect(new.expiresAt == Instant(unixSeconds: 1_707_156_195))
        #expect(new.product == "12")
    }

    @Test func `an extension tells its new end where the provider does`() async throws {
        let pool = Pool(Samples.Document.extended, Samples.Current.extended)
        #expect(try await pool.account.extend("ABCDEFG", days: 7).value == Extension())
        #expect(
            try await pool.account.extend("ABCDEFG", days: 7).value
                == Extension(expiresAt: Instant(unixSeconds: 1_709_748_195)))
    }

    @Test func `a cancel returns the money, and says how much where it is told`() async throws {
        let kept = #"{"success":1,"message":"Cancelled. You have not been refunded."}"#
        let pool = Pool(Samples.Document.done, Samples.Current.cancelled, kept)
        #expect(try await pool.account.cancel("A").value == Cancellation(moneyReturned: true))
        #expect(
            try await pool.account.cancel("A").value
                == Cancellation(moneyReturned: true, amount: dollars("0.24")))
        #expect(try await pool.account.cancel("A").value == Cancellation(moneyReturned: false))
    }

    @Test func `a resend may go on under a new id and cost something`() async throws {
        let pool = Pool(
            Samples.Document.resent, Samples.Current.resent, Samples.Current.resent,
            #"{"success":1,"order_id":"NEW","charge":"0.05"}"#)
        #expect(try await pool.account.resend("OLD").value == Resend())
        #expect(
            try await pool.account.resend("OLD").value
                == Resend(newProviderID: "QRXWQWZK", charge: .zero))
        #expect(try await pool.account.resend("QRXWQWZK").value == Resend(charge: .zero))
        #expect(
            try await pool.account.resend("OLD").value
                == Resend(newProviderID: "NEW", charge: dollars("0.05")))
    }

    @Test func `what another code costs is asked before it is asked for`() async throws {
        let pool = Pool(
            #"{"success":1,"resends":2,"resendCost":0,"expires_in_hour":115}"#,
            #"{"success":1,"resends":2,"resendCost":"0.05"}"#, #"{"success":1,"resends":2}"#)
        #expect(try await pool.account.resendPrice(of: "OLD").value == .zero)
        #expect(try await pool.account.resendPrice(of: "OLD").value == dollars("0.05"))
        #expect(try await pool.account.resendPrice(of: "OLD").value == nil)
    }

    @Test func `a refund is granted`() async throws {
        let pool = Pool(Samples.Document.rentalRefunded)
        #expect(try await pool.account.refund("ABCDEFG").providerTime == answeredAt)
    }
}
