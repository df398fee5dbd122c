import Lines
import Providers
import Testing
import Transport

@Suite struct SMSPoolActivationTests {
    private typealias Document = Samples.Document
    private typealias Current = Samples.Current

    @Test(arguments: [
        (Document.pending, ActivationStatus.Phase.waiting), (Document.expired, .expired),
        (Document.received, .received), (Document.resending, .waiting),
        (Document.cancelled, .refunded), (Document.refunded, .refunded),
        (Current.pending, .waiting), (Current.received, .received), (Current.refunded, .refunded),
        (#"{"status":"1"}"#, .waiting), (#"{"status":7}"#, .unclear), (#"{"status":8}"#, .unclear),
        (#"{"status":0}"#, .unclear), (#"{"status":33}"#, .unclear),
        (#"{"status":"success"}"#, .unclear), (#"{"status":true}"#, .unclear),
        (#"{"status":null}"#, .unclear), (#"{"status":{"status":6}}"#, .unclear),
        (#"{"status":7,"message":"refunded"}"#, .unclear),
    ])
    func `a status means what it says and nothing follows from one that is unknown`(
        _ body: String, _ phase: ActivationStatus.Phase
    ) async throws {
        let reading = try await Pool(body).account.check("A").value
        #expect(reading.status.phase == phase)
        #expect(reading.providerID == "A")
    }

    @Test func `a check tells the end of an order and its SMS`() async throws {
        let pool = Pool(Document.received, Current.received, #"{"status":1,"time_left":60}"#)
        let old = try await pool.account.check("A").value
        #expect(old.messages == [ReceivedMessage(text: "full SMS", code: "00000")])
        #expect(old.status.expiresAt == Instant(unixSeconds: 1_669_382_268))
        let new = try await pool.account.check("A").value
        #expect(new.messages == [ReceivedMessage(text: "Ваш код: 482913 ✓", code: "482913")])
        let left = try await pool.account.check("A").value
        #expect(left.status.expiresAt == answeredAt + .seconds(60))
    }

    @Test(arguments: [
        (#""status":1,"sms":"0","full_sms":"0""#, ActivationStatus.Phase.waiting, 0),
        (#""status":1,"sms":"","full_sms":"""#, .waiting, 0),
        (#""status":1,"sms":"1234""#, .received, 1), (#""status":3,"sms":1234"#, .received, 1),
        (#""status":3,"sms":"0","full_sms":"Hello""#, .received, 1),
        (#""status":7,"full_sms":"Hello""#, .unclear, 1), (#""full_sms":"Hello""#, .unclear, 1),
        (#""status":6,"sms":"1234""#, .refunded, 1), (#""status":4,"sms":"1234""#, .waiting, 0),
    ])
    func `an SMS is not lost, and the last one is no news while another is awaited`(
        _ fields: String, _ phase: ActivationStatus.Phase, _ count: Int
    ) async throws {
        let reading = try await Pool("{\(fields)}").account.check("A").value
        #expect(reading.status.phase == phase)
        #expect(reading.messages.count == count)
    }

    @Test func `active orders of either generation, without a code yet`() async throws {
        let pool = Pool(Document.active, Current.active)
        let old = try #require(try await pool.account.activeActivations().value.first)
        #expect(old.providerID == "ABCDEFGH")
        #expect(old.number == "+123456789")
        #expect(old.country == "US")
        #expect(
            old.status == ActivationStatus(.waiting, expiresAt: Instant(unixSeconds: 1_653_420_607))
        )
        #expect(old.orderedAt?.rfc3339 == "2022-05-24T21:20:07Z")
        #expect(old.messages == [])
        let new = try #require(try await pool.account.activeActivations().value.first)
        #expect(new.providerID == "QRXWQWZK")
        #expect(new.price == dollars("0.24"))
        #expect(new.messages == [])
    }

    @Test func `lists of nothing, in every way of saying so`() async throws {
        for empty in ["[]", "{}", #"{"success":1,"data":[]}"#] {
            let orders = try await Pool(empty).account.activeActivations().value
            #expect(orders == [])
        }
    }

    @Test func `orders may be keyed by index, and a code among them is a message`() async throws {
        let body =
            #"{"1":{"order_code":"B","status":"pending","code":"4829","full_code":""},"0":{"order_code":"A","status":"processing","code":"0","full_code":"0"}}"#
        let orders = try await Pool(body).account.activeActivations().value
        #expect(orders.map(\.providerID) == ["B", "A"])
        #expect(orders.map(\.status.phase) == [.received, .unclear])
        #expect(orders[0].messages == [ReceivedMessage(text: "4829", code: "4829")])
    }

    @Test func `past orders come newest first`() async throws {
        let orders = try await Pool(Current.history).account.pastActivations().value
        #expect(orders.map(\.providerID) == ["BBBBBBBB", "AAAAAAAA"])
        #expect(orders.map(\.status.phase) == [.refunded, .received])
        #expect(
            orders[1].messages == [ReceivedMessage(text: "Your code is 482913", code: "482913")])
        #expect(orders[1].orderedAt?.rfc3339 == "2024-01-05T10:00:00Z")
    }
}
