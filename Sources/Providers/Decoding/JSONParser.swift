import Lines

/// Why bytes are not JSON.
package enum JSONError: Error, Equatable, Sendable {
    case unexpected(offset: Int)
    case endedEarly
    /// Nested deeper than any provider's answer.
    case tooDeep
    /// More values than any provider's answer.
    case tooMany
}

extension JSONError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpected(let offset): "It is not JSON: byte \(offset) does not belong there."
        case .endedEarly: "It is not JSON: it ends before it is complete."
        case .tooDeep: "It is nested deeper than \(JSONParser.deepest) levels."
        case .tooMany: "It holds more than \(JSONParser.most) values."
        }
    }
}

extension JSONValue {
    /// Parses one JSON text in time proportional to its length.
    ///
    /// Lenient where a message would otherwise be lost: a byte order mark, raw control characters
    /// in strings, broken UTF-8 and lone surrogates (both become U+FFFD), NUL (which becomes `␀`).
    /// Strict in everything else; nothing may follow the value.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes)
        self = try parser.document()
    }

    package init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}

/// One pass over the bytes of a JSON text, with limits on depth and on the number of values.
struct JSONParser {
    static let deepest = 64
    static let most = 1_000_000

    private let bytes: [UInt8]
    private var index = 0
    private var count = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw .unexpected(offset: index) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        count += 1
        guard count <= Self.most else { throw .tooMany }
        guard depth < Self.deepest else { throw .tooDeep }
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        index += 1
        var members: [JSONValue.Member] = []
        if try skip("}") { return .object(members) }
        repeat {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw .unexpected(offset: index) }
            let key = try string()
            guard try skip(":") else { throw .unexpected(offset: index) }
            members.append(JSONValue.Member(key, try value(depth: depth + 1)))
        } while try skip(",")
        guard try skip("}") else { throw .unexpected(offset: index) }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        index += 1
        var values: [JSONValue] = []
        if try skip("]") { return .array(values) }
        repeat {
            values.append(try value(depth: depth + 1))
        } while try skip(",")
        guard try skip("]") else { throw .unexpected(offset: index) }
        return .array(values)
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { bytes[index...].starts(with: $0) }
        guard matches else {
            if bytes.count - index < length { throw .endedEarly }
            throw .unexpected(offset: index)
        }
        index += length
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = index
        take(UInt8(ascii: "-"))
        guard takeDigits() else { throw .unexpected(offset: index) }
        if take(UInt8(ascii: ".")), !takeDigits() { throw .unexpected(offset: index) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { take(UInt8(ascii: "-")) }
            guard takeDigits() else { throw .unexpected(offset: index) }
        }
        return .number(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    /// Parses a string; `index` is at its opening quote.
    private mutating func string() throws(JSONError) -> String {
        index += 1
        let start = index
        while true {
            switch try peek() {
            case UInt8(ascii: "\""):
                let text = String(decoding: bytes[start..<index], as: UTF8.self)
                index += 1
                return text.showingNUL
            case UInt8(ascii: "\\"):
                return try escapedString(beginning: Array(bytes[start..<index]))
            default:
                index += 1
            }
        }
    }

    private mutating func escapedString(
        beginning: [UInt8]
    ) throws(JSONError) -> String {
        var text = beginning
        while true {
            let byte = try peek()
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self).showingNUL
            case UInt8(ascii: "\\"): try escape(into: &text)
            default: text.append(byte)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let byte = try peek()
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
        default: throw .unexpected(offset: index - 1)
        }
    }

    /// The scalar of one `\u` escape, or of two that form a surrogate pair.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let unknown: Unicode.Scalar = "\u{FFFD}"
        let high = try hexadecimal()
        guard (0xD800...0xDBFF).contains(high) else { return Unicode.Scalar(high) ?? unknown }
        guard bytes[index...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            return unknown
        }
        let beforeSecond = index
        index += 2
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low) else {
            // Not a low surrogate: it is parsed again as an escape of its own.
            index = beforeSecond
            return unknown
        }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? unknown
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard bytes.count - index >= 4 else { throw .endedEarly }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                throw .unexpected(offset: index)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw .endedEarly }
        return bytes[index]
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    /// Skips white space, and `mark` if it is next.
    private mutating func skip(_ mark: Unicode.Scalar) throws(JSONError) -> Bool {
        skipSpace()
        guard try peek() == UInt8(ascii: mark) else { return false }
        index += 1
        return true
    }

    @discardableResult
    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func takeDigits() -> Bool {
        let start = index
        while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
        return index > start
    }
}
