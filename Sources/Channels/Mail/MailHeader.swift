import Foundation

/// Header lines of a mail (RFC 5322), with anything but plain ASCII as encoded words (RFC 2047).
///
/// No text can end its header: a line break is either ours or inside an encoded word. Lines have at
/// most 76 characters, except for addresses that are longer themselves.
enum MailHeader {
    static let longestLine = 76

    /// A header of known characters.
    static func plain(_ name: String, _ value: String) -> String { "\(name): \(value)\r\n" }

    /// A header of any text.
    static func text(_ name: String, _ value: String) -> String {
        let isPlain =
            value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && !value.hasPrefix(" ") && !value.hasSuffix(" ") && !value.contains("=?")
            && name.utf8.count + 2 + value.utf8.count <= longestLine
        return plain(name, isPlain ? value : encodedWords(value))
    }

    /// A header of addresses, one on a line.
    static func addresses(_ name: String, _ list: [MailAddress]) -> String {
        plain(name, list.map(mailbox).joined(separator: ",\r\n "))
    }

    /// Encoded words, one on a line; together they are the text again. Each is short enough for
    /// the first line, after the header's name.
    static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var word: [UInt8] = []
        func end() {
            words.append("=?UTF-8?B?\(Data(word).base64EncodedString())?=")
            word = []
        }
        for scalar in text.unicodeScalars {
            // A word must hold whole characters.
            if word.count + scalar.utf8.count > 39 { end() }
            word += Array(scalar.utf8)
        }
        if !word.isEmpty { end() }
        return words.joined(separator: "\r\n ")
    }

    /// RFC 5322's atext.
    static func isAtom(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    private static func mailbox(_ address: MailAddress) -> String {
        guard let name = address.name else { return address.address }
        let words = phrase(name)
        let fits = words.utf8.count + address.address.utf8.count + 12 <= longestLine
        return "\(words)\(fits ? " " : "\r\n ")<\(address.address)>"
    }

    private static func phrase(_ name: String) -> String {
        let isShort = name.utf8.count <= 40 && !name.contains("=?")
        if isShort, name.utf8.allSatisfy({ isAtom($0) || $0 == 0x20 }) { return name }
        guard isShort, name.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return encodedWords(name)
        }
        let escaped = name.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        return "\"\(escaped)\""
    }
}
