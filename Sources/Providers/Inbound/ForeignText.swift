/// Reads text that another program wrote without saying how: whatever the bytes are, something is
/// shown.
enum ForeignText {
    /// UTF-16 with a byte order mark or with zeros where those of Latin text are; otherwise UTF-8;
    /// otherwise Latin.
    static func decode(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFE, 0xFF]) {
            return utf16(bytes.dropFirst(2), isLittleEndian: false)
        }
        if bytes.starts(with: [0xFF, 0xFE]) {
            return utf16(bytes.dropFirst(2), isLittleEndian: true)
        }
        if bytes.count >= 2, bytes.count.isMultiple(of: 2), isWide(bytes) {
            return utf16(bytes[...], isLittleEndian: false)
        }
        let rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return String(validating: rest, as: UTF8.self) ?? latin(rest)
    }

    static func utf16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) -> String {
        var units: [UInt16] = []
        var rest = bytes
        while let first = rest.popFirst() {
            let second = rest.popFirst() ?? 0
            units.append(
                isLittleEndian
                    ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second))
        }
        // One program pads some texts with zeros.
        while units.last == 0 { units.removeLast() }
        return String(decoding: units, as: UTF16.self)
    }

    /// ISO 8859-15, which differs from the first 256 characters of Unicode in eight places.
    static func latin(_ bytes: some Sequence<UInt8>) -> String {
        let others: [UInt8: Unicode.Scalar] = [
            0xA4: "\u{20AC}", 0xA6: "\u{160}", 0xA8: "\u{161}", 0xB4: "\u{17D}", 0xB8: "\u{17E}",
            0xBC: "\u{152}", 0xBD: "\u{153}", 0xBE: "\u{178}",
        ]
        return String(
            String.UnicodeScalarView(bytes.map { others[$0] ?? Unicode.Scalar($0) }))
    }

    /// Whether half of the high bytes are zero and few of the low ones: UTF-16 of a text with
    /// Latin letters or digits.
    private static func isWide(_ bytes: [UInt8]) -> Bool {
        let pairs = bytes.count / 2
        let high = stride(from: 0, to: bytes.count, by: 2).count { bytes[$0] == 0 }
        let low = stride(from: 1, to: bytes.count, by: 2).count { bytes[$0] == 0 }
        return high * 2 >= pairs && low * 10 <= pairs
    }
}
