import Foundation

/// Lists and payloads inside a column, as JSON text.
enum JSONText {
    /// A list of texts. Most are empty or short and every message has several, so a full encoder
    /// would cost too much.
    static func encode(_ list: [String]) -> String {
        guard !list.isEmpty else { return "[]" }
        var bytes: [UInt8] = []
        for text in list {
            bytes.append(UInt8(ascii: bytes.isEmpty ? "[" : ","))
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 { append(byte, to: &bytes) }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes += Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(digits.utf8)
        default: bytes.append(byte)
        }
    }

    /// The list in a column. Damaged text counts as its only entry: it is shown and kept, and the
    /// rest of the row can be read.
    static func list(from text: String) -> [String] {
        guard text != "[]" else { return [] }
        return (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? [text]
    }

    /// A list of lists of texts.
    static func encode(lists: [[String]]) -> String {
        "[" + lists.map(encode).joined(separator: ",") + "]"
    }

    /// None if the text is damaged.
    static func lists(from text: String) -> [[String]] {
        guard text != "[]" else { return [] }
        return (try? JSONDecoder().decode([[String]].self, from: Data(text.utf8))) ?? []
    }
}
