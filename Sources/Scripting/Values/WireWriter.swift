/// Encodes values in the form that `CLua` reads directly into Lua tables: a tag, then the content,
/// with integers little-endian. Fields are written in order of their names, so that equal values
/// are equal bytes.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: ScriptValue) {
        switch value {
        case .null: bytes.append(Tag.null)
        case .bool(let flag): bytes.append(flag ? Tag.true : Tag.false)
        case .integer(let whole):
            bytes.append(Tag.integer)
            append(word: UInt64(bitPattern: whole))
        case .number(let number):
            bytes.append(Tag.number)
            append(word: number.bitPattern)
        case .string(let text):
            bytes.append(Tag.string)
            append(text: text)
        case .array(let items):
            bytes.append(Tag.array)
            append(count: items.count)
            for item in items { append(item) }
        case .table(let fields):
            bytes.append(Tag.table)
            append(count: fields.count)
            for (name, field) in fields.sorted(by: { $0.key < $1.key }) {
                append(text: name)
                append(field)
            }
        }
    }

    mutating func append(raw: some Sequence<UInt8>) {
        bytes.append(contentsOf: raw)
    }

    mutating func append(byte: UInt8) {
        bytes.append(byte)
    }

    static func encode(_ value: ScriptValue) -> [UInt8] {
        var writer = WireWriter()
        writer.append(value)
        return writer.bytes
    }

    private mutating func append(text: String) {
        append(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func append(count: Int) {
        for shift in stride(from: 0, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: count >> shift))
        }
    }

    private mutating func append(word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    /// The tags, which `CLua` has too.
    enum Tag {
        static let null: UInt8 = 0
        static let `false`: UInt8 = 1
        static let `true`: UInt8 = 2
        static let integer: UInt8 = 3
        static let number: UInt8 = 4
        static let string: UInt8 = 5
        static let array: UInt8 = 6
        static let table: UInt8 = 7
    }
}
