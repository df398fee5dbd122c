import Lines
import Providers
import Testing

/// Files as gammu-smsd 1.42 and the SMS Server Tools 3.1.21 write them.
@Suite("Folders of received messages") struct MessageFolderTests {
    private let zone = LocalZone(seconds: 3600)

    private func read(
        _ format: MessageFolder.Format, _ files: [(name: String, bytes: [UInt8])]
    ) -> PostedMessage? {
        guard let message = files.first.flatMap({ format.message(of: $0.name) }) else {
            return nil
        }
        #expect(files.allSatisfy { format.message(of: $0.name) == message })
        return format.read(files.map(\.bytes), named: message, zone: zone)
    }

    private func wide(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }

    @Test func `gammu's parts are one message, with sender and time from the name`() throws {
        let post = try #require(
            read(
                .gammu,
                [
                    ("IN20261130_044500_00_+49777_00.txt", Array("first part ".utf8)),
                    ("IN20261130_044500_00_+49777_01.txt", Array("second ☃".utf8)),
                ]))
        #expect(post.message.text == "first part second ☃")
        #expect(post.message.sender == "+49777")
        #expect(post.message.receivedAt == Instant(rfc3339: "2026-11-30T03:45:00Z"))
        #expect(post.id == "gammu|27:IN20261130_044500_00_+49777")
    }

    @Test func `gammu's text is read in every form it writes`() {
        let name = "IN20261130_044500_00_My_Bank_00.txt"
        let rows: [([UInt8], String)] = [
            (Array("Grüße €".utf8), "Grüße €"),
            ([0xFE, 0xFF] + wide("Grüße €😀"), "Grüße €😀"),
            // The length counts the bytes of the UTF-8, so zeros follow.
            ([0xFE, 0xFF] + wide("Grüße") + [0, 0, 0, 0], "Grüße"),
            (wide("Code 1234"), "Code 1234"),
            ([0x47, 0x72, 0xFC, 0xDF, 0x65, 0x20, 0xA4], "Grüße €"),
            ([], ""),
        ]
        for (bytes, text) in rows {
            let post = read(.gammu, [(name, bytes)])
            #expect(post?.message.text == text)
            #expect(post?.message.sender == "My_Bank")
        }
        let binary = read(.gammu, [("IN20261130_044500_00_123_00.bin", [1, 0xAB])])
        #expect(binary?.message.text == "Binary message of 2 bytes: 01ab")
        let detail = """
            [SMSBackup000]
            Number = "+49777"
            Text00 = 0043006F
            Text01 = 00640065

            [SMSBackup001]
            Text00 = 00200031
            """
        let backup = read(
            .gammu, [("IN20261130_044500_00_+49777_00.smsbackup", Array(detail.utf8))])
        #expect(backup?.message.text == "Code 1")
    }

    @Test func `other files hold no message`() {
        for name in ["OUT_1.txt", "IN.txt", "IN20261130_044500_00_1_00.tmp", ".IN_00.txt", "x"] {
            #expect(MessageFolder.Format.gammu.message(of: name) == nil, "\(name)")
        }
        #expect(MessageFolder.Format.smstools.message(of: ".hidden") == nil)
        #expect(read(.smstools, [("GSM1.a", Array("no headers".utf8))]) == nil)
        #expect(read(.smstools, [("GSM1.a", [])]) == nil)
        #expect(read(.smstools, [("GSM1.a", file("ISO", [65], report: "yes"))]) == nil)
    }

    private func file(
        _ alphabet: String, _ body: [UInt8], from: String = "491701234567",
        type: String = "91 international, ISDN/telephone", report: String = "no"
    ) -> [UInt8] {
        Array(
            """
            From: \(from)
            From_TOA: \(type)
            From_SMSC: 491710760000
            Sent: 26-11-30 04:00:00
            Received: 26-11-30 04:43:32
            Subject: GSM1
            Report: \(report)
            Alphabet: \(alphabet)
            Length: 11


            """.utf8) + body
    }

    @Test func `the SMS Server Tools' files are read in every alphabet`() throws {
        let rows: [(String, [UInt8], String)] = [
            ("ISO", Array("Code 482913".utf8), "Code 482913"),
            ("ISO", [0x31, 0x20, 0xA4], "1 €"),
            ("UTF-8", Array("Grüße\n\nmore: x".utf8), "Grüße\n\nmore: x"),
            ("UCS2", wide("Grüße 😀"), "Grüße 😀"),
        ]
        for (alphabet, body, text) in rows {
            let post = try #require(read(.smstools, [("GSM1.xTa3qM", file(alphabet, body))]))
            #expect(post.message.text == text)
            #expect(post.message.sender == "+491701234567")
            #expect(post.message.receivedAt == Instant(rfc3339: "2026-11-30T03:43:32Z"))
        }
        let named = read(
            .smstools,
            [("GSM1.x", file("ISO", [65], from: "My Bank$(x)", type: "D0 alphanumeric, unknown"))])
        #expect(named?.message.sender == "My Bank$(x)")
        let short = read(.smstools, [("GSM1.x", file("ISO", [65], from: "123", type: "81 x"))])
        #expect(short?.message.sender == "123")
    }
}
