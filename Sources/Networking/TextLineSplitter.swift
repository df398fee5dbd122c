import Transport

/// Splits a stream of bytes into lines, regardless of how it is divided.
///
/// Lines end with `
/// ` or `\r
/// `. Empty lines are dropped: senders use them as keep-alives.
struct TextLineSplitter: Sendable {
    /// A line exceeded the limit, so the rest of the stream is not worth parsing.
    struct TooLong: Error {}

    private let longest: Int
    private var unfinished: [UInt8] = []

    /// - Parameter longest: the maximum number of bytes in a line, without its end.
    init(longest: Int) {
        self.longest = longest
    }

    /// The lines completed by these bytes.
    mutating func feed(_ bytes: some Collection<UInt8>) throws(TooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            unfinished.append(contentsOf: rest[..<end])
            rest = rest[rest.index(after: end)...]
            if let line = try finish() { lines.append(line) }
        }
        unfinished.append(contentsOf: rest)
        // One extra for a carriage return whose newline has not arrived.
        guard unfinished.count <= longest + 1 else { throw TooLong() }
        return lines
    }

    /// The remainder, if the stream ended without a final newline.
    mutating func finish() throws(TooLong) -> [UInt8]? {
        defer { unfinished.removeAll(keepingCapacity: true) }
        if unfinished.last == UInt8(ascii: "\r") { unfinished.removeLast() }
        guard unfinished.count <= longest else { throw TooLong() }
        return unfinished.isEmpty ? nil : unfinished
    }
}
