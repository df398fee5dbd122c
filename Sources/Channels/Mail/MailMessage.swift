import Crypto
import Foundation
import Lines
import Transport

/// A forward as a mail (RFC 5322), the same on every try.
struct MailMessage {
    /// In bytes; servers take ten megabytes and more.
    static let longestText = 1 << 20

    let from: MailAddress
    let to: [MailAddress]
    /// Put before every subject.
    let prefix: String?
    let delivery: Delivery

    var bytes: [UInt8] {
        let notice = Notice(delivery)
        let body = MailBody(text(notice))
        return Array((headers(notice, body) + "\r\n" + body.text).utf8)
    }

    private func headers(_ notice: Notice, _ body: MailBody) -> String {
        let headers = [
            MailHeader.plain("Date", Self.date(delivery.createdAt)),
            MailHeader.addresses("From", [from]),
            MailHeader.addresses("To", to),
            MailHeader.text("Subject", subject(notice)),
            MailHeader.plain("Message-ID", messageID),
            // No vacation notice may answer it (RFC 3834).
            MailHeader.plain("Auto-Submitted", "auto-generated"),
            importance.map { MailHeader.plain("Importance", $0) },
            MailHeader.plain("MIME-Version", "1.0"),
            MailHeader.plain("Content-Type", "text/plain; charset=utf-8"),
            MailHeader.plain("Content-Transfer-Encoding", body.encoding),
        ]
        return headers.compactMap { $0 }.joined()
    }

    /// Made from the forward's id, so that a repeat is recognized as one.
    var messageID: String {
        let id = PercentEncoding.encode(delivery.id).replacing(".", with: "%2E")
        let short = id.utf8.count <= 200 ? id : Self.digest(of: id)
        return "<\(short)@\(from.domain)>"
    }

    private static func digest(of text: String) -> String {
        let bytes = SHA256.hash(data: Data(text.utf8))
        return bytes.map { String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
    }

    private func subject(_ notice: Notice) -> String {
        let title = notice.title ?? delivery.content.text
        let subject = [prefix, title].compactMap { $0 }.joined(separator: " ").plainLine(limit: 200)
        return subject.isEmpty ? "Linekeeper" : subject
    }

    private var importance: String? {
        switch delivery.content.priority {
        case .lowest, .low: "low"
        case .high, .urgent: "high"
        case .normal, nil: nil
        }
    }

    private func text(_ notice: Notice) -> String {
        let isShort = notice.text.utf8.count <= Self.longestText
        return [
            isShort ? notice.text : notice.text.fitted(Self.longestText, .bytes),
            notice.link, notice.remark, delivery.message.map(Self.origin),
        ].compactMap { $0 }.joined(separator: "\n\n")
    }

    /// Where the message comes from, below its text.
    private static func origin(of message: ForwardedMessage) -> String {
        let line = message.label.map { "\($0) (\(message.number))" } ?? message.number
        return [
            message.sender.map { "From: \($0.plainLine(limit: 200))" },
            "To: \(line.plainLine(limit: 200))", "Received: \(message.receivedAt.rfc3339)",
        ].compactMap { $0 }.joined(separator: "\n")
    }

    /// `Thu, 09 Oct 2025 08:53:21 +0000`
    static func date(_ instant: Instant) -> String {
        let civil = instant.civil
        let day = Int((instant.milliseconds / 86_400_000 + 4) % 7)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = [civil.hour, civil.minute, civil.second].map(two).joined(separator: ":")
        return "\(days[(day + 7) % 7]), \(two(civil.day)) \(months[civil.month - 1]) \(civil.year) "
            + "\(time) +0000"
    }
}
