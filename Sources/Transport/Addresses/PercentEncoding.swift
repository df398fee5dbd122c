/// Percent-encoding (RFC 3986): every byte outside the unreserved set becomes `%XX`.
///
/// The result is safe in any part of a URL, because every delimiter is encoded.
package enum PercentEncoding {
    package static func encode(_ text: String) -> String {
        encode(text, space: "%20", kept: "-._~")
    }

    /// The decoded text, or nil if it is not valid encoding of UTF-8.
    package static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexValue),
                let low = rest.popFirst().flatMap(hexValue)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Whether every `%` is followed by two hexadecimal digits.
    static func isWellFormed(_ text: some StringProtocol) -> Bool {
        var rest = Substring(text).utf8
        while let mark = rest.firstIndex(of: UInt8(ascii: "%")) {
            rest = rest[rest.index(after: mark)...]
            guard rest.popFirst().flatMap(hexValue) != nil,
                rest.popFirst().flatMap(hexValue) != nil
            else { return false }
        }
        return true
    }

    static func encode(_ text: String, space: String, kept: String) -> String {
        var encoded = ""
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "A"..."Z", "a"..."z", "0"..."9": encoded.unicodeScalars.append(scalar)
            case " ": encoded += space
            case _ where kept.unicodeScalars.contains(scalar):
                encoded.unicodeScalars.append(scalar)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    /// The byte of two hexadecimal digits; nil for anything else.
    static func byte(of digits: Substring.UTF8View.SubSequence) -> UInt8? {
        guard digits.count == 2, let high = digits.first.flatMap(hexValue),
            let low = digits.last.flatMap(hexValue)
        else { return nil }
        return high << 4 | low
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
