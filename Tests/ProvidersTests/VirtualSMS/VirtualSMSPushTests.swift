import Lines
import Providers
import Testing
import Transport

/// Pushes in all formats, and their authentication.
@Suite struct VirtualSMSPushTests {
    private static let envelope =
        #""id":"evt_01","created_at":"2026-04-29T10:00:00Z","account_id":"a""#
    private static let sms =
        #""order_id":"o-1","phone_number":"+447700900123","service":"wa","country":"GB""#
    private static let text =
        #""code":"482913","full_text":"Code 482913","received_at":"2026-04-29T10:00:00Z""#

    @Test(arguments: [
        (#"{"type":"sms","code":"1234","full_text":"Your 1234"}"#, "Your 1234"),
        (#"{"type":"sms_received","code":"1234","message":"Your 1234"}"#, "Your 1234"),
        (#"{"type":"sms_received","code":1234}"#, "1234"),
        (#"{"type":"sms","data":{"code":"1234","full_text":"In data"}}"#, "In data"),
        (#"{"type":"sms","code":"1234","message":{"content":"Deep","sender":"S"}}"#, "Deep"),
    ])
    func `a message of the socket is read in either shape`(_ text: String, _ words: String) {
        let push = VirtualSMSPush.read(webSocketText: text)
        #expect(push?.event == .received && push?.message?.text == words)
        #expect(push?.providerID == nil && push?.kind == .activation)
    }

    @Test func `states and ends come over the socket too`() {
        let status = VirtualSMSPush.read(
            webSocketText: #"{"type":"order_status","order_id":"o-1","status":"cancelled"}"#)
        #expect(status?.event == .standing(.refunded) && status?.providerID == "o-1")
        let unknown = VirtualSMSPush.read(
            webSocketText: #"{"type":"order_status","status":"on_hold"}"#)
        #expect(unknown?.event == .standing(.unclear))
        #expect(VirtualSMSPush.read(webSocketText: #"{"type":"expired"}"#)?.event == .expired)
    }

    @Test(arguments: [
        "{\"type\":\"sms.received\",\(envelope),\"data\":{\(sms),\(text)}}",
        "{\"type\":\"order.sms_received\",\(envelope),\"data\":{\(sms),\(text)}}",
        "{\"event\":\"sms_received\",\(sms),\"sms_code\":\"482913\",\"full_text\":\"Code 482913\",\"received_at\":\"2026-04-29T10:00:00Z\"}",
    ])
    func `a message is read in all three vocabularies`(_ body: String) throws {
        let push = try #require(VirtualSMSPush.read(webhookBody: Array(body.utf8)))
        #expect(push.event == .received && push.kind == .activation && !push.isTest)
        #expect(push.providerID == "o-1" && push.number == "+447700900123")
        #expect(
            push.message
                == ReceivedMessage(
                    text: "Code 482913", code: "482913",
                    receivedAt: Instant(rfc3339: "2026-04-29T10:00:00Z")))
    }

    @Test(arguments: [
        ("order.created", VirtualSMSPush.Event.ordered, VirtualSMSPush.Kind.activation),
        ("order.cancelled", .cancelled, .activation), ("order.expired", .expired, .activation),
        ("order_expired", .expired, .activation), ("order.swapped", .swapped, .activation),
        ("rental.created", .ordered, .rental), ("rental.sms_received", .received, .rental),
        ("rental.expired", .expired, .rental), ("rental.cancelled", .cancelled, .rental),
        ("balance.low", .balanceLow, .account), ("deposit_confirmed", .deposited, .account),
    ])
    func `every event has its meaning, in an envelope and without`(
        _ word: String, _ event: VirtualSMSPush.Event, _ kind: VirtualSMSPush.Kind
    ) throws {
        let id = kind == .rental ? "rental_id" : "order_id"
        let data = "\"\(id)\":\"x-1\",\"refunded_amount\":0.8"
        for body in [
            "{\"type\":\"\(word)\",\(Self.envelope),\"data\":{\(data)}}",
            "{\"event\":\"\(word)\",\(data)}",
        ] {
            let push = try #require(VirtualSMSPush.read(webhookBody: Array(body.utf8)))
            #expect(push.event == event && push.kind == kind && push.providerID == "x-1")
            #expect(push.returned == dollars("0.8") && push.message == nil)
        }
    }

    @Test func `a test is known by its flag, and a repetition by its id`() throws {
        let body =
            "{\"type\":\"sms.received\",\(Self.envelope),\"data\":{\"test\":true,\(Self.text)}}"
        let push = try #require(VirtualSMSPush.read(webhookBody: Array(body.utf8)))
        #expect(push.isTest && push.eventID == "evt_01" && push.providerID == nil)
        #expect(push.createdAt == Instant(rfc3339: "2026-04-29T10:00:00Z"))
    }

    @Test(arguments: [
        "", "ping", "{}", "[]", "null", "7", "\"sms\"", "{\"type\":7}", "{\"type\":\"webinar\"}",
        "{\"type\":\"order_status\"}", "{\"type\":null,\"event\":[]}", "{\"type\":\"sms\"",
    ])
    func `what nobody foresaw is nothing`(_ text: String) {
        #expect(VirtualSMSPush.read(webSocketText: text) == nil)
        #expect(VirtualSMSPush.read(webhookBody: Array(text.utf8)) == nil)
    }
}

/// The signature of a post, compared with values computed by another program.
@Suite struct VirtualSMSSignatureTests {
    private static let body = Array(
        #"{"id":"evt_01J8Z3","type":"sms.received","data":{"code":"482913","full_text":"Ваш код: 482913 ✓"}}"#
            .utf8)
    private static let secret = Secret("whsec_5f2b9c")
    private static let code = "7bf62914a9b55ed02838ec04199423ab09ac0c2b3a9b8dbb90e50d5e24fc24cb"
    private static let now = Instant(unixSeconds: 1_777_456_800)

    private func isValid(
        _ header: String, timestamp: String? = nil, secret: Secret = Self.secret,
        body: [UInt8] = Self.body
    ) -> Bool {
        VirtualSMSSignature.isValid(
            body: body, header: header, timestamp: timestamp, secret: secret, now: Self.now)
    }

    @Test func `the right code is right with its prefix, without, and in capitals`() {
        for header in [
            Self.code, "sha256=\(Self.code)", Self.code.uppercased(), "SHA256=\(Self.code)",
            " sha256=\(Self.code) ",
        ] {
            #expect(isValid(header), "\(header)")
        }
        let another = "051e844f56b735769c6c7037d7891bb02d9951ed9b88e22aa900b7e4c3b662f1"
        #expect(isValid(another, secret: Secret("another")))
        let empty = "b38e94740a92cfbb986e25a7539dd89cf8b6126c556bd6ff1a823c8988f194e9"
        #expect(isValid(empty, body: []))
    }

    @Test func `anything else is wrong`() {
        let flipped = "8" + Self.code.dropFirst()
        for header in [
            "", "sha256=", flipped, String(Self.code.dropLast()), Self.code + "0",
            "sha1=\(Self.code)",
            String(repeating: "z", count: 64), "sha256=sha256=\(Self.code)",
            "é\(Self.code.dropFirst())",
        ] {
            #expect(!isValid(header), "\(header)")
        }
        #expect(!isValid(Self.code, body: Self.body + [10]))
        #expect(!isValid(Self.code, secret: Secret("whsec_5f2b9d")))
        #expect(!isValid(Self.code, secret: Secret("")))
    }

    @Test func `a post may be five minutes off, either way, and no more`() {
        for (seconds, isRecent) in [
            (0, true), (300, true), (-300, true), (301, false), (-301, false),
        ] {
            let time = Self.now + .seconds(seconds)
            #expect(isValid(Self.code, timestamp: String(time.milliseconds / 1000)) == isRecent)
            #expect(isValid(Self.code, timestamp: time.rfc3339) == isRecent)
        }
        for text in ["", "yesterday", "-5", "99999999999999999999"] {
            #expect(!isValid(Self.code, timestamp: text), "\(text)")
        }
    }

    @Test func `headers of both generations are known, and only the older needs no time`() {
        func judged(_ headers: [(name: String, value: String)]) -> Bool {
            VirtualSMSSignature.isValid(
                body: Self.body, headers: headers, secret: Self.secret, now: Self.now)
        }
        let time = String(Self.now.milliseconds / 1000)
        let sealed = "sha256=\(Self.code)"
        #expect(
            judged([("x-virtualsms-signature", sealed), ("X-VIRTUALSMS-TIMESTAMP", time)]))
        #expect(!judged([("X-VirtualSMS-Signature", sealed)]))
        #expect(!judged([("X-VirtualSMS-Signature", sealed), ("X-Signature", Self.code)]))
        #expect(!judged([("X-VirtualSMS-Signature", sealed), ("X-VirtualSMS-Timestamp", "1")]))
        #expect(judged([("X-Signature", Self.code)]))
        #expect(!judged([("X-Signature", "")]))
        #expect(!judged([("Signature", Self.code)]))
        #expect(!judged([]))
    }
}
