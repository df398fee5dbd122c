/// Cuts a stream of bytes into lines, whatever pieces it comes in.
///
/// Ends are `\n` or `\r\n`. Empty lines are dropped: senders use them to show they are alive.
struct LineSplitter: Sendable {
    /// A line went on past the limit, so where the next one begins is not worth finding.
    struct TooLong: Error {}

    private let longest: Int
    private var unfinished: [UInt8] = []

    /// - Parameter longest: the most bytes a line may have, its end not counted.
    init(longest: Int) {
        self.longest = longest
    }

    /// The lines that are finished by these bytes.
    mutating func feed(_ bytes: some Collection<UInt8>) throws(TooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            unfinished.append(contentsOf: rest[..<end])
            rest = rest[rest.index(after: end)...]
            if let line = try finish() { lines.append(line) }
        }
        unfinished.append(contentsOf: rest)
        // One more for a carriage return whose newline is still on its way.
        guard unfinished.count <= longest + 1 else { throw TooLong() }
        return lines
    }

    /// What is left when the stream has ended without a last newline.
    mutating func finish() throws(TooLong) -> [UInt8]? {
        defer { unfinished.removeAll(keepingCapacity: true) }
        if unfinished.last == UInt8(ascii: "\r") { unfinished.removeLast() }
        guard unfinished.count <= longest else { throw TooLong() }
        return unfinished.isEmpty ? nil : unfinished
    }
}
