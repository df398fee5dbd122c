import Foundation
import Lines
import Randomness
import Testing
import Transport

@testable import Channels

/// The text of a mail, without a server.
@Suite("The lines of a mail") struct MailMessageTests {
    private func randomText(_ random: inout SeededRandom, count: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<count {
            let ranges: [ClosedRange<Int>] = [
                0x20...0x7E, 0x20...0x20, 0x0...0x1F, 0x7F...0x7FF, 0x800...0xD7FF,
                0xE000...0xFFFF, 0x10000...0x10FFFF,
            ]
            let value = random.number(in: random.element(of: ranges))
            if let scalar = Unicode.Scalar(UInt32(value)) { text.append(scalar) }
        }
        return String(text)
    }

    @Test func `give back any text of a header, and no line of it is too long`() throws {
        var random = SeededRandom(seed: 1)
        for round in 0..<2000 {
            let text = randomText(&random, count: random.number(in: 0...round / 8))
            let header = MailHeader.text("Subject", text)
            #expect(header.hasSuffix("\r\n"))
            let lines = header.utf8.split(separator: Array("\r\n".utf8)).map { Array($0) }
            #expect(lines.allSatisfy { $0.count <= MailHeader.longestLine })
            #expect(lines.dropFirst().allSatisfy { $0.first == 0x20 && $0.count > 1 })
            #expect(header.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 13 || $0 == 10 })
            #expect(header.utf8.count { $0 == 13 } == header.utf8.count { $0 == 10 })
            let value = String(header.unicodeScalars.dropFirst("Subject: ".count).dropLast(2))
            #expect(Array(try decoded(value).utf8) == Array(text.utf8))
        }
    }

    /// Words are separated by folds, which go away between encoded ones (RFC 2047 section 6.2).
    private func decoded(_ value: String) throws -> String {
        guard value.contains("=?") else { return value }
        let words = value.components(separatedBy: "\r\n ")
        return try words.map { word in
            #expect(word.utf8.count <= 75)
            let body = word.dropFirst("=?UTF-8?B?".count).dropLast(2)
            let data = try #require(Data(base64Encoded: String(body)))
            return try #require(String(validating: data, as: UTF8.self))
        }.joined()
    }

    @Test func `give back any body, and no line of it is too long`() throws {
        var random = SeededRandom(seed: 2)
        for round in 0..<1000 {
            let text = (0..<random.number(in: 0...5)).map { _ in
                let isPlain = random.chance(percent: 50)
                let line = randomText(&random, count: random.number(in: 0...round / 4))
                let kept = line.unicodeScalars.filter {
                    $0 != "\r" && $0 != "\n" && (!isPlain || $0.isASCII)
                }
                return String(String.UnicodeScalarView(kept))
            }.joined(separator: "\n")
            let body = MailBody(text)
            let lines = body.text.components(separatedBy: "\r\n")
            #expect(lines.last == "")
            #expect(lines.allSatisfy { $0.utf8.count <= 76 })
            #expect(lines.allSatisfy { !$0.hasSuffix(" ") && !$0.hasSuffix("\t") })
            let back = try body.encoding == "base64" ? base64(lines) : quotedPrintable(lines)
            #expect(Array(back) == Array((text + "\n").replacing("\n", with: "\r\n").utf8))
        }
    }

    private func base64(_ lines: [String]) throws -> [UInt8] {
        Array(try #require(Data(base64Encoded: lines.joined())))
    }

    private func quotedPrintable(_ lines: [String]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines.dropLast() {
            var rest = Array(line.utf8)[...]
            var isSoft = false
            while let byte = rest.popFirst() {
                if byte != UInt8(ascii: "=") {
                    bytes.append(byte)
                } else if rest.isEmpty {
                    isSoft = true
                } else {
                    let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                    bytes.append(try #require(UInt8(digits, radix: 16)))
                    rest = rest.dropFirst(2)
                }
            }
            if !isSoft { bytes += [13, 10] }
        }
        return bytes
    }

    @Test func `are readable where the text is plain, and short where it is not`() {
        #expect(
            MailBody("Code 1=2\nGrüße \n")
                == MailBody("Code 1=2\r\nGrüße \r\n"))
        #expect(MailBody("Code 1=2\rend ").text == "Code 1=3D2\r\nend=20\r\n")
        #expect(MailBody("Код 883456 для входа").encoding == "base64")
    }

    @Test func `know every kind of mail address, and nothing else`() {
        let address = MailAddress("  Joe \"J\" <joe.x+y@Bücher.example> ")
        #expect(address?.name == "Joe \"J\"")
        #expect(address?.address == "joe.x+y@xn--bcher-kva.example")
        #expect(MailAddress("\"Joe, Inc.\" <j@localhost>")?.name == "Joe, Inc.")
        #expect(MailAddress("<j@example.org>")?.name == nil)
        for wrong in [
            "", "joe", "@example.org", "joe@", "a b@example.org", "jö@example.org",
            "a..b@example.org", ".a@example.org", "joe@[127.0.0.1]", "joe@a b", "<joe@example.org",
            "joe@example.org>", "a@b, c@d", "J\r\nBcc: x <j@example.org>", "j@example.org\r\nRCPT",
            "a>b@example.org", String(repeating: "a", count: 65) + "@example.org", "J\u{0} <j@a.b>",
        ] {
            #expect(MailAddress(wrong) == nil, "\(wrong)")
        }
        let names = [
            "Joe", "Joe, Inc.", "J\"\\o", "Ännchen", "=?x?=", String(repeating: "n", count: 90),
        ]
        let list = names.compactMap { MailAddress("\($0) <j@example.org>") }
        #expect(list.count == names.count)
        let header = MailHeader.addresses("To", list)
        #expect(header.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        #expect(header.hasPrefix("To: Joe <j@example.org>,\r\n \"Joe, Inc.\" <j@example.org>,\r\n"))
    }

    @Test func `have one id for a forward, whatever its channel is called`() throws {
        let from = try #require(MailAddress("k@example.org"))
        func id(_ forward: String) -> String {
            MailMessage(
                from: from, to: [from], prefix: nil, delivery: Sample.delivery(id: forward)
            ).messageID
        }
        #expect(id("21d8-m3-desk") == "<21d8-m3-desk@example.org>")
        #expect(id("21d8-m3-a.b>\r\nü") == "<21d8-m3-a%2Eb%3E%0D%0A%C3%BC@example.org>")
        let long = String(repeating: "ü", count: 64)
        #expect(id(long).utf8.count == 64 + "<@example.org>".utf8.count)
        #expect(id(long) != id(long + "ü"))
    }

    @Test func `say what was sent when`() {
        #expect(
            MailMessage.date(Instant(unixSeconds: 1_772_323_200))
                == "Sun, 01 Mar 2026 00:00:00 +0000")
        #expect(MailMessage.date(Instant(unixSeconds: 0)) == "Thu, 01 Jan 1970 00:00:00 +0000")
    }

    @Test(arguments: [
        ("host", "its host must be"), ("tls", "readable by everybody"),
        ("from", "not a mail address"),
        ("to", "\"nobody\" is not a mail address"), ("nobody", "1 to 50 recipients"),
        ("login", "user and password go together"), ("break", "contains a control character"),
    ])
    func `cannot be made of settings that cannot work`(what: String, words: String) {
        var settings = MailSettings(
            host: "smtp.example.org", from: "a@example.org", to: ["b@c.example"])
        switch what {
        case "host": settings.host = "smtp.example.org/x"
        case "tls": settings.encryption = .none
        case "from": settings.from = "a@example.org\r\nRCPT TO:<x@y.example>"
        case "to": settings.to.append("nobody")
        case "nobody": settings.to = []
        case "login": settings.user = "joe"
        default: (settings.user, settings.password) = ("joe", Secret("a\r\nb"))
        }
        #expect(settings.fault?.contains(words) == true, "\(settings.fault ?? "-")")
    }

    @Test func `go to the port that fits the encryption`() {
        func settings(_ port: Int?, _ tls: MailSettings.Encryption?) -> MailSettings {
            MailSettings(host: "h", port: port, encryption: tls, from: "", to: [])
        }
        #expect(settings(nil, nil).port == 465)
        #expect(settings(nil, .starttls).port == 587)
        #expect(settings(587, nil).encryption == .starttls)
        #expect(settings(2525, nil).encryption == .implicit)
    }
}
