/// A compiled chunk of Lua 5.4, read for the lines that hold code.
///
/// Lua itself tells the lines of a function only once the function exists, and those of a function
/// inside one that never ran do not. The form is that of `ldump.c`. A chunk of another version, or
/// one that is cut, has no lines.
struct CompiledChunk {
    private struct Unreadable: Error {}

    private var rest: ArraySlice<UInt8>
    private var found: Set<Int> = []

    /// The lines, in order.
    let lines: [Int]

    private static let header: [UInt8] =
        [0x1B, 0x4C, 0x75, 0x61, 0x54, 0x00, 0x19, 0x93, 0x0D, 0x0A, 0x1A, 0x0A, 4, 8, 8]

    init(_ bytes: [UInt8]) {
        var reader = CompiledChunk(rest: bytes[...])
        lines = (try? reader.read())?.sorted() ?? []
        rest = []
    }

    private init(rest: ArraySlice<UInt8>) {
        self.rest = rest
        lines = []
    }

    private mutating func read() throws -> Set<Int> {
        guard rest.starts(with: Self.header) else { throw Unreadable() }
        // The header ends with a sample integer and a sample number, and then the count of upvalues.
        try skip(Self.header.count + 8 + 8 + 1)
        try readFunction(depth: 0)
        return found
    }

    private mutating func readFunction(depth: Int) throws {
        guard depth < 200 else { throw Unreadable() }
        try skipText()
        let first = try number()
        _ = try number()
        // The number of parameters, whether there may be more, and the size of the stack.
        try skip(1)
        let variadic = try byte()
        try skip(1)
        let instructions = try number()
        try skip(instructions * 4)
        for _ in 0..<(try number()) { try skipConstant() }
        try skip(try number() * 3)
        for _ in 0..<(try number()) { try readFunction(depth: depth + 1) }
        let steps = try take(try number())
        var absolute: [Int: Int] = [:]
        for _ in 0..<(try number()) { absolute[try number()] = try number() }
        for _ in 0..<(try number()) {
            try skipText()
            _ = try number()
            _ = try number()
        }
        for _ in 0..<(try number()) { try skipText() }
        var line = first
        for (place, step) in steps.enumerated() {
            let difference = Int(Int8(bitPattern: step))
            line = difference == -128 ? absolute[place] ?? line : line + difference
            // The first instruction of a variadic function prepares it, and the last of each is the
            // return that is behind every end, reached or not.
            let isPrepared = place == 0 && variadic != 0
            if !isPrepared, place < steps.count - 1 { found.insert(line) }
        }
    }

    private mutating func skipConstant() throws {
        switch try byte() {
        case 0x13, 0x03: try skip(8)
        case 0x04, 0x14: try skipText()
        default: break
        }
    }

    private mutating func skipText() throws {
        let size = try number()
        if size > 1 { try skip(size - 1) }
    }

    private mutating func number() throws -> Int {
        var value = 0
        while true {
            let next = try byte()
            guard value < 1 << 48 else { throw Unreadable() }
            value = value << 7 | Int(next & 0x7F)
            if next & 0x80 != 0 { return value }
        }
    }

    private mutating func byte() throws -> UInt8 {
        guard let next = rest.popFirst() else { throw Unreadable() }
        return next
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw Unreadable() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func skip(_ count: Int) throws { _ = try take(count) }
}
