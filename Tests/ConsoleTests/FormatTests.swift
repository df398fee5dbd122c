import Control
import Foundation
import Lines
import Testing

@testable import Console

@Suite struct FormatTests {
    private struct Row: Sendable {
        var cell: Cell
    }

    private func csv(_ cell: Cell) -> String {
        let listing = CSVListing(rows: [Row(cell: cell)], columns: [Column("c") { $0.cell }])
        return String(listing.text.text.dropFirst(2))
    }

    @Test func `the fields of lines and inbox are those other programs rely on`() {
        #expect(
            LineRecord.fields.joined(separator: " ")
                == "id account provider kind number country service label state listening_until "
                + "purchased_at expires_at refundable_until cancellable_from price currency "
                + "message_count last_message_at tags auto_extend")
        #expect(
            MessageRecord.fields.joined(separator: " ")
                == "id line number sender text code received_at stored_at state route tags "
                + "code_confidence code_reason code_valid_until code_for code_told kind")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1\r"), ("+447700900123", "+447700900123\r"), ("+1-2", "'+1-2\r"),
        ("+", "'+\r"), ("-5", "'-5\r"), ("@sum", "'@sum\r"), ("\tx", "' x\r"),
        ("a,b", "\"a,b\"\r"), ("say \"hi\"", "\"say \"\"hi\"\"\"\r"), ("a\r\nb", "\"a\nb\"\r"),
        ("=\"a,b\"", "\"'=\"\"a,b\"\"\"\r"), ("plain", "plain\r"), ("\u{1B}[2J", "\\u{1b}[2J\r"),
    ])
    func `a spreadsheet takes no text for a formula`(text: String, field: String) {
        #expect(csv(.text(text)).dropFirst(1) == field || csv(.text(text)) == field)
    }

    @Test func `numbers of our own keep their sign in CSV`() {
        #expect(csv(.decimal("-0.24")).hasSuffix("-0.24\r"))
    }

    @Test func `JSON is safe on a terminal and says the same to a program`() throws {
        let text = "a\"b\\c\u{1B}\u{7F}\u{9B}\u{2028}\u{202E}\u{200D}\u{E0041}\n東京🍣"
        let quoted = JSONText.quoted(text).text
        #expect(!quoted.unicodeScalars.contains(where: Escaping.steers))
        #expect(try JSONDecoder().decode(String.self, from: Data(quoted.utf8)) == text)
    }

    @Test(arguments: [
        ("0.24", "0.24"), ("-12", "-12"), ("14.00", "14.00"), ("+1", "\"+1\""),
        ("007", "\"007\""), ("1e5", "\"1e5\""), ("x", "\"x\""), ("", "\"\""),
    ])
    func `a decimal is a number in JSON only where JSON knows it`(text: String, json: String) {
        #expect(JSONText.number(text).text == json)
    }

    @Test func `a rental that always listens is told to listen until it expires`() throws {
        var line = try ControlCoding.decode(
            LineRecord.self,
            from: Data(
                """
                {"id":1,"account":"a","provider":"p","kind":"rental","state":"active",
                 "is_listening":true,"purchased_at":"2026-02-01T12:00:00Z",
                 "expires_at":"2026-03-01T12:00:00Z","message_count":0,"tags":[],
                 "is_adopted":false}
                """.utf8))
        #expect(line.listeningEnd == line.expiresAt?.instant)
        line.isListening = false
        line.listeningUntil = line.expiresAt
        #expect(line.listeningEnd == nil)
    }
}
