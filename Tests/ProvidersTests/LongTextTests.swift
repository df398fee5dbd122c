import Lines
import Providers
import Testing
import TestSupport
import Transport

/// The length of an answer with texts is controlled by anyone who knows the number.
@Suite("Long texts") struct LongTextTests {
    /// A neighbour, and the text of the original finding: a million letters of six bytes each.
    @Test func `of a rental are read, and so are their neighbours`() async throws {
        let long = String(repeating: "\\u00e9", count: 1_000_000)
        let pool = Pool(
            #"{"success":1,"messages":{"0":{"message":"\#(long)","timestamp":"2024-01-06 17:37:54"},"#
                + #""1":{"message":"near","timestamp":"2024-01-06 17:37:53"}}}"#)
        let texts = try await pool.account.messages(of: "A").value.map(\.text)
        #expect(texts.map(\.count) == [4, 1_000_000])
        #expect(try #require(pool.network.sent.first).limit > long.utf8.count)
    }

    private static let lost = [Result<HTTPReply, TransportError>](
        repeating: .success(HTTPReply(200, "{}")), count: 4)

    /// Every question of every adapter whose answer contains texts.
    @Test func `are read in every answer that carries any`() async {
        func limits(_ ask: (ScriptedTransport) async throws -> Void) async -> [Int] {
            let network = ScriptedTransport(Self.lost)
            try? await ask(network)
            return network.sent.map(\.limit)
        }
        func asked(_ make: (ScriptedTransport) -> any Provider) async -> [Int] {
            await limits { _ = try await make($0).check("7") }
                + limits { _ = try await make($0).activeActivations() }
                + limits { _ = try await make($0).pastActivations() }
        }
        let url = "http://127.0.0.1:8089/x"
        let found =
            await asked { SMSPool(transport: $0, baseURL: url, key: Secret(key)) }
            + asked { SMS1001(transport: $0, baseURL: url, key: Secret(key)) }
            + asked { VirtualSMS(transport: $0, baseURL: url, key: Secret(key)) }
            + asked { SMSActivateDev(transport: $0, baseURL: url, key: Secret(key)) }
            + asked { HandlerAPI(transport: $0, baseURL: url, key: Secret(key)) }
            + limits { _ = try await VirtualSMS(transport: $0, key: Secret(key)).messages(of: "7") }
            + limits {
                _ = try await HandlerAPI(transport: $0, baseURL: url, key: Secret(key))
                    .messages(of: "7")
            }
        #expect(found.count >= 14)
        #expect(found.allSatisfy { $0 >= 32 << 20 }, "\(found)")
    }

    @Test func `of a bare answer are read to their end`() async throws {
        let long = String(repeating: "x", count: 5 << 20)
        let scripted = ScriptedHandlerAPI("STATUS_OK:\(long)", "FULL_SMS:\(long)")
        let reading = try await scripted.account.check("7").value
        #expect(reading.messages.first?.text.utf8.count == long.utf8.count)
    }

    @Test func `do not make a call to a webhook nothing`() {
        let long = String(repeating: "x", count: 200_000)
        #expect(
            SMSPoolPush.read(body: Array(#"{"rental_code":"A","full_sms":"\#(long)"}"#.utf8))
                == .rental("A"))
        #expect(
            HandlerAPIPush.read(body: Array(#"{"activationId":"7","text":"\#(long)"}"#.utf8))
                == .activation("7"))
    }
}
