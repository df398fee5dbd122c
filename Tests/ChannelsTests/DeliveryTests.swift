import Foundation
import Lines
import Testing
import Transport

@testable import Channels

@Suite struct DeliveryTests {
    @Test func `a message survives the way through JSON`() throws {
        let message = Sample.message(text: Sample.hostile)
        let data = Data(JSONText.encode(message))
        #expect(try JSONDecoder().decode(ForwardedMessage.self, from: data) == message)
        let content = try JSONDecoder().decode(
            ForwardContent.self, from: Data(#"{"text":"a"}"#.utf8))
        #expect(content == ForwardContent(text: "a"))
    }

    @Test func `any text at all is valid JSON on one line without a control character`() throws {
        let scalars = (0...0x10FFFF).compactMap(Unicode.Scalar.init)
        for start in stride(from: 0, to: scalars.count, by: 10_000) {
            let part = scalars[start..<min(start + 10_000, scalars.count)]
            let text = String(String.UnicodeScalarView(part))
            let json = JSONText.encode([text])
            #expect(
                String(decoding: json, as: UTF8.self).unicodeScalars.allSatisfy { !$0.isInvisible })
            let back = try JSONDecoder().decode([String].self, from: Data(json))
            #expect(back.first.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test func `a receipt is one short line, whatever is answered`() {
        #expect(DeliveryReceipt("  a\r\n\t b\u{1B}c \n").text == "a b c")
        #expect(DeliveryReceipt("").text == "")
        let long = DeliveryReceipt(String(repeating: "a\u{301}", count: 10_000)).text
        #expect(long.unicodeScalars.count <= 201)
        #expect(long.hasSuffix("…"))
        #expect(DeliveryReceipt(String(repeating: "a", count: 200)).text.count == 200)
        #expect(DeliveryReceipt(String(repeating: "\u{0}", count: 1 << 20) + "a").text == "")
    }

    @Test func `priorities have the five steps of ntfy`() {
        #expect(ForwardPriority.allCases.map(\.level) == [1, 2, 3, 4, 5])
        #expect(ForwardPriority(level: 4) == .high)
        #expect(ForwardPriority(level: 0) == nil)
    }

    @Test func `a summary says where a channel leads, and none of its secrets`() {
        let webhook = WebhookSettings(url: Secret("https://u:p@example.org/hooks/T0KEN?key=a"))
        #expect(webhook.summary == "example.org")
        #expect(!"\(webhook)".contains("T0KEN"))
        #expect(NtfySettings(topic: "t").summary == "t at ntfy.sh")
        #expect(
            ProgramSettings(command: ["notify-send", "x"]).summary
                == "notify-send")
    }
}
