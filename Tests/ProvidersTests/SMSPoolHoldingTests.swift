import Lines
import Providers
import Testing
import Transport

@Suite struct SMSPoolHoldingTests {
    @Test func `a rental's status of either generation`() async throws {
        let pool = Pool(Samples.Document.status, Samples.Current.status)
        #expect(
            try await pool.account.status(of: "A").value
                == RentalStatus(
                    isAvailable: true, activeFor: .seconds(90),
                    expiresAt: Instant(unixSeconds: 1_654_495_533), number: "+123456789"))
        #expect(
            try await pool.account.status(of: "A").value
                == RentalStatus(
                    isAvailable: true, activeFor: .seconds(270),
                    expiresAt: Instant(unixSeconds: 1_707_156_195), number: "+1234567890",
                    autoExtend: false))
    }

    @Test func `a line is available only when it is said to be`() async throws {
        for field in [
            #""available":0"#, #""available":"0""#, #""available":2"#, #""activeFor":90"#,
        ] {
            let pool = Pool(
                #"{"success":1,"status":{\#(field),"expiry":"1654495533","phonenumber":""}}"#)
            let status = try await pool.account.status(of: "A").value
            #expect(!status.isAvailable)
            #expect(status.number == nil)
        }
    }

    @Test func `messages come oldest first, and a repeated id drops none`() async throws {
        let pool = Pool(Samples.Document.messages, Samples.Current.messages)
        let old = try await pool.account.messages(of: "A").value
        #expect(
            old == [
                ReceivedMessage(
                    text: "Message 2", receivedAt: Instant(rfc3339: "2022-05-11T01:11:35Z")),
                ReceivedMessage(
                    text: "Message 1", receivedAt: Instant(rfc3339: "2022-05-11T18:39:54Z")),
            ])
        let new = try await pool.account.messages(of: "A").value
        let code = ReceivedMessage(
            text: "Code 1", sender: "MYBANK", receivedAt: Instant(rfc3339: "2024-01-06T17:37:53Z"))
        #expect(new == [code, code])
    }

    @Test func `a message that is no text is shown as it came`() async throws {
        for (written, text) in [
            ("true", "true"), (#"["a",1,null]"#, "[a, 1, ]"), (#"{"b":["c"]}"#, "{b: [c]}"),
            ("null", ""), ("7", "7"),
        ] {
            let pool = Pool(
                #"{"success":1,"messages":[{"message":\#(written),"timestamp":"2024-01-06 17:37:53"},"#
                    + #"{"message":"near","timestamp":"2024-01-06 17:37:52"}]}"#)
            let texts = try await pool.account.messages(of: "A").value.map(\.text)
            #expect(texts == ["near", text])
        }
    }

    @Test func `of one second the last in the list is the oldest`() async throws {
        let entry = { (text: String) in
            #"{"message":"\#(text)","timestamp":"2024-01-06 17:37:53"}"#
        }
        let list = ["third", "second", "first"].map(entry).joined(separator: ",")
        let pool = Pool(#"{"success":1,"messages":[\#(list)],"source":7}"#)
        let messages = try await pool.account.messages(of: "A").value
        #expect(messages.map(\.text) == ["first", "second", "third"])
    }

    @Test func `no messages yet, in every way of saying so`() async throws {
        for empty in ["[]", "{}", "null", #""""#, #""[]""#] {
            let pool = Pool(#"{"success":1,"messages":\#(empty),"source":7}"#)
            let messages = try? await pool.account.messages(of: "A").value
            #expect(messages == [])
        }
    }

    @Test func `a message's text stays as it came`() async throws {
        let body =
            #"{"success":"1","messages":{"5":{"message":" <b>7 &amp; 8</b>\n","sender":""},"2":{"message":482913,"sender":22000},"9":{"message":null},"10":"odd"}}"#
        let messages = try await Pool(body).account.messages(of: "A").value
        #expect(
            messages == [
                ReceivedMessage(text: ""), ReceivedMessage(text: "482913", sender: "22000"),
                ReceivedMessage(text: " <b>7 &amp; 8</b>\n"),
            ])
    }

    @Test func `zone-less times are in the account's zone`() async throws {
        let pool = Pool(
            results: [Samples.Document.messages, Samples.Current.active].map {
                .success(HTTPReply(200, $0))
            }, zone: LocalZone(seconds: 7200))
        let message = try await pool.account.messages(of: "A").value.last
        #expect(message?.receivedAt?.rfc3339 == "2022-05-11T16:39:54Z")
        let order = try await pool.account.activeActivations().value.first
        #expect(order?.orderedAt?.rfc3339 == "2024-01-06T16:03:15Z")
        #expect(order?.status.expiresAt == Instant(unixSeconds: 1_704_565_395))
    }

    @Test func `my rentals, with ends of either form`() async throws {
        let rentals = try await Pool(Samples.Current.rentals).account.rentals().value
        var first = HeldRental(providerID: "ABCDEFG")
        first.number = "+1234567890"
        first.country = "US"
        first.product = "12"
        first.expiresAt = Instant(unixSeconds: 1_707_156_195)
        var second = HeldRental(providerID: "HIJKLMN")
        second.country = "US"
        second.product = "12"
        second.expiresAt = Instant(rfc3339: "2024-02-05T18:03:15Z")
        #expect(rentals == [first, second])
        #expect(try await Pool("[]").account.rentals().value == [])
    }

    @Test func `a balance is a string or a number`() async throws {
        let pool = Pool(Samples.Document.balance, #"{"balance":-0.5}"#)
        #expect(try await pool.account.balance().value == dollars("1"))
        #expect(try await pool.account.balance().value == dollars("-0.5"))
    }
}
