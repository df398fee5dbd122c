import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Whatever bytes a text or sender contains, the message arrives whole, and no byte ends the text
/// early.
@Suite("Every byte of a message") struct EveryByteTests {
    enum Wire: String, CaseIterable {
        case smspoolRental, smspoolCode, sms1001, smsActivateDev, virtualsms, virtualsmsPush
        case handlerAPIText, handlerAPIRental

        /// The messages of an answer with these bytes as text and, if the format has one, as
        /// sender.
        func read(_ bytes: [UInt8]) async throws -> [ReceivedMessage] {
            func reply(_ before: String, _ between: String, _ after: String) -> HTTPReply {
                HTTPReply(
                    status: 200, headers: [("Date", serverDate)],
                    body: Array(before.utf8) + bytes + Array(between.utf8) + bytes
                        + Array(after.utf8))
            }
            func plain(_ text: String) -> Result<HTTPReply, TransportError> {
                .success(HTTPReply(200, text))
            }
            switch self {
            case .smspoolRental:
                let body = reply(
                    #"{"success":1,"messages":{"0":{"ID":1,"sender":""#,
                    #"","timestamp":"2026-02-01 12:00:00","message":""#, #""}}}"#)
                return try await Pool(results: [.success(body)]).account.messages(of: "R").value
            case .smspoolCode:
                let body = reply(#"{"status":3,"sms":"1","full_sms":""#, #"","x":""#, #""}"#)
                return try await Pool(results: [.success(body)]).account.check("O").value.messages
            case .sms1001:
                let body = reply(
                    #"{"success":true,"data":{"hasMessage":true,"messages":[{"sender":""#,
                    #"","message":""#,
                    #"","receivedAt":"2026-02-01T12:03:00Z"}],"status":"RENTED"}}"#)
                let account = ScriptedSMS1001(results: [
                    .success(body), plain(SMS1001Samples.one),
                ]).account
                return try await account.check("ord_123").value.messages
            case .smsActivateDev:
                let body = reply(
                    #"{"id":"7","status":"received","code":"1","sender":""#, #"","text":""#, #""}"#)
                let account = SMSActivateDev(
                    transport: ScriptedTransport([.success(body)]), baseURL: "http://127.0.0.1:1/x",
                    key: Secret(key))
                return try await account.check("7").value.messages
            case .virtualsms:
                let body = reply(
                    #"{"success":true,"order_id":"o-1","status":"completed","messages":[{"sender":""#,
                    #"","content":""#, #"","received_at":"2026-05-24T10:03:00Z"}]}"#)
                return try await ScriptedVirtualSMS(results: [.success(body)]).account.check("o-1")
                    .value.messages
            case .virtualsmsPush:
                let body = reply(
                    #"{"type":"sms_received","data":{"order_id":"o-1","sender":""#,
                    #"","content":""#, #""}}"#
                ).body
                return VirtualSMSPush.read(webhookBody: body)?.message.map { [$0] } ?? []
            case .handlerAPIText:
                let body = reply(#"{"sms":{"code":"1","from":""#, #"","text":""#, #""}}"#)
                let account = ScriptedHandlerAPI(results: [plain("STATUS_OK:1"), .success(body)])
                    .account
                return try await account.check("7").value.messages
            case .handlerAPIRental:
                let body = reply(
                    #"{"status":"success","quantity":"1","values":{"0":{"phoneFrom":""#,
                    #"","date":"2026-02-01 12:00:00","text":""#, #""}}}"#)
                return try await ScriptedHandlerAPI(results: [.success(body)]).account
                    .messages(of: "7").value
            }
        }
    }

    private static let cases: [(bytes: [UInt8], text: String)] = [
        (Array("a".utf8) + [0] + Array("b".utf8), "a\u{2400}b"),
        (Array(#"a\u0000b"#.utf8), "a\u{2400}b"),
        ([0] + Array("b".utf8), "\u{2400}b"),
        (Array(#"\ud800 x"#.utf8), "\u{FFFD} x"),
        (Array(#"x \udc00"#.utf8), "x \u{FFFD}"),
        (Array(#"\ud83d\ude00"#.utf8), "😀"),
        (Array("caf".utf8) + [0xE9] + Array(" x".utf8), "caf\u{FFFD} x"),
        (Array("x".utf8) + [0xC0, 0x80] + Array("y".utf8), "x\u{FFFD}\u{FFFD}y"),
        ([0x78, 0xFF, 0xFE], "x\u{FFFD}\u{FFFD}"),
        (Array("x\u{1B}[31m\u{7F}\u{202E}y".utf8), "x\u{1B}[31m\u{7F}\u{202E}y"),
        (Array("e\u{301}".utf8), "e\u{301}"),
        (
            Array(repeating: UInt8(ascii: "z"), count: 1_000_000),
            String(repeating: "z", count: 1_000_000)
        ),
    ]

    @Test(arguments: Wire.allCases, cases.indices)
    func `is told by every provider`(wire: Wire, index: Int) async throws {
        let (bytes, text) = Self.cases[index]
        let found = try #require(try await wire.read(bytes).first, "\(wire)")
        #expect(found.text.utf8.elementsEqual(text.utf8), "\(wire)")
        if let sender = found.sender { #expect(sender.utf8.elementsEqual(text.utf8), "\(wire)") }
        #expect(!found.text.utf8.contains(0))
    }

    @Test func `a plain text of handler_api is read whole`() async throws {
        let long = String(repeating: "z", count: 1_000_000) + " 123"
        for (sent, text) in [("a\0b 123", "a\u{2400}b 123"), (long, long)] {
            let scripted = ScriptedHandlerAPI(
                "STATUS_OK:123", "BAD_ACTION", "FULL_SMS:\(sent)", dialect: .clone)
            #expect(try await scripted.account.check("7").value.messages.first?.text == text)
        }
    }
}
