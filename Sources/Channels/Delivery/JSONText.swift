import Foundation

/// JSON that contains text from strangers: always valid, and harmless wherever it is printed.
///
/// JSON allows C1 control characters, line separators and bidirectional marks unescaped. They are
/// escaped here like the C0 characters, so that a file of messages can be shown on a terminal; a
/// parser gets the same text.
enum JSONText {
    /// One line, keys in alphabetical order.
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("a value of texts and whole numbers could not be written as JSON")
        }
        if data.allSatisfy({ $0 < 0x7F }) { return Array(data) }
        return escaped(String(decoding: data, as: UTF8.self))
    }

    /// Outside of strings JSON is ASCII, so every other character can be escaped in place.
    private static func escaped(_ json: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.utf8.count)
        for scalar in json.unicodeScalars {
            if scalar.value < 0x7F || !scalar.isInvisible {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            } else {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16)
                    let zeros = String(repeating: "0", count: 4 - digits.count)
                    bytes.append(contentsOf: "\\u\(zeros)\(digits)".utf8)
                }
            }
        }
        return bytes
    }
}
