import Foundation

/// The text of a mail in lines that every server passes on unchanged (RFC 2045): quoted-printable,
/// or base64 if that is shorter.
struct MailBody: Equatable {
    private static let longestLine = 76

    /// The value of `Content-Transfer-Encoding`.
    let encoding: String
    /// ASCII, in lines that end with CRLF.
    let text: String

    /// - Parameter text: any text; every kind of line break becomes CRLF.
    init(_ text: String) {
        let lines = Self.lines(of: text)
        let count = lines.reduce(0) { $0 + $1.count }
        let escaped = lines.reduce(0) { $0 + $1.count { !Self.isPlain($0) } }
        if escaped * 5 <= count {
            encoding = "quoted-printable"
            self.text = lines.map(Self.quoted).joined()
        } else {
            encoding = "base64"
            let whole = Data(lines.joined(separator: Array("\r\n".utf8))) + Data("\r\n".utf8)
            self.text =
                whole.base64EncodedString(options: [
                    .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
                ]) + "\r\n"
        }
    }

    private static func lines(of text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var afterReturn = false
        for byte in text.utf8 {
            switch byte {
            case 0x0A where afterReturn: break
            case 0x0A, 0x0D: lines.append([])
            default: lines[lines.count - 1].append(byte)
            }
            afterReturn = byte == 0x0D
        }
        return lines
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "=") || byte == 0x09
    }

    private static func quoted(_ line: [UInt8]) -> String {
        var text = ""
        var length = 0
        for (place, byte) in line.enumerated() {
            // Servers may strip blanks at the end of a line.
            let isLastBlank = place == line.count - 1 && (byte == 0x20 || byte == 0x09)
            let unit =
                isPlain(byte) && !isLastBlank
                ? String(Unicode.Scalar(byte)) : "=" + hexadecimal(byte)
            if length + unit.utf8.count > longestLine - 1 {
                text += "=\r\n"
                length = 0
            }
            text += unit
            length += unit.utf8.count
        }
        return text + "\r\n"
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}
