import Lines

/// Decodes values from bytes written by another process. Nothing in them is trusted: an impossible
/// length or count ends the decoding, and so does excessive nesting.
struct WireReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    init(_ bytes: [UInt8]) {
        self.init(bytes[...])
    }

    var rest: ArraySlice<UInt8> { bytes[position...] }

    mutating func byte() throws(WireError) -> UInt8 {
        try take(1).first ?? 0
    }

    mutating func value(depth: Int = 0) throws(WireError) -> ScriptValue {
        guard depth <= 40 else { throw .malformed }
        switch try byte() {
        case WireWriter.Tag.null: return .null
        case WireWriter.Tag.false: return .bool(false)
        case WireWriter.Tag.true: return .bool(true)
        case WireWriter.Tag.integer: return .integer(Int64(bitPattern: try word()))
        case WireWriter.Tag.number: return .number(Double(bitPattern: try word()))
        case WireWriter.Tag.string: return .string(try text())
        case WireWriter.Tag.array:
            var items: [ScriptValue] = []
            for _ in 0..<(try members()) { items.append(try value(depth: depth + 1)) }
            return .array(items)
        case WireWriter.Tag.table:
            var fields: [String: ScriptValue] = [:]
            for _ in 0..<(try members()) {
                let name = try text()
                fields[name] = try value(depth: depth + 1)
            }
            return .table(fields)
        default: throw .malformed
        }
    }

    /// Invalid Unicode, such as a truncated character, is repaired; NUL becomes visible.
    mutating func text() throws(WireError) -> String {
        String(decoding: try take(try count()), as: UTF8.self).showingNUL
    }

    /// Each member takes at least one byte, so a larger count than the remaining bytes is false.
    private mutating func members() throws(WireError) -> Int {
        let count = try count()
        guard count <= rest.count else { throw .malformed }
        return count
    }

    private mutating func count() throws(WireError) -> Int {
        try take(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func word() throws(WireError) -> UInt64 {
        try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - position else { throw .malformed }
        defer { position += count }
        return bytes[position..<position + count]
    }
}

/// Bytes that are not an encoded value.
enum WireError: Error {
    case malformed
}
