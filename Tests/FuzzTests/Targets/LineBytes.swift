import Randomness

@testable import Networking
@testable import Transport

/// A body that is read as lines, in pieces of any size. The first byte of an input is the size of a
/// piece, the second the limit for a line.
enum LineBytes {
    private static let mutator = ByteMutator(scraps: [
        "\r\n", "\n\n", "\r", "\r\r\n", "{\"a\":1}\n",
    ])

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        let body = mutator.spoiled(Array(sample.dropFirst(2)), &random)
        return [UInt8(random.roll(256)), UInt8(random.roll(256))] + body
    }

    /// The lines, read in pieces of that size; nil if one is too long.
    static func lines(of body: [UInt8], piece: Int, longest: Int) -> [[UInt8]]? {
        var splitter = TextLineSplitter(longest: longest)
        var lines: [[UInt8]] = []
        var rest = body[...]
        do throws(TextLineSplitter.TooLong) {
            while !rest.isEmpty {
                lines += try splitter.feed(rest.prefix(piece))
                rest = rest.dropFirst(piece)
            }
            if let last = try splitter.finish() { lines.append(last) }
        } catch {
            return nil
        }
        return lines
    }

    /// The same, read at once in the simplest way.
    static func expected(_ body: [UInt8], longest: Int) -> [[UInt8]]? {
        let lines = body.split(separator: 10).map { line in
            line.last == 13 ? Array(line.dropLast()) : Array(line)
        }
        return lines.contains { $0.count > longest } ? nil : lines.filter { !$0.isEmpty }
    }
}

extension Target {
    static let lines = Target(name: "lines", inputs: 4000, spoil: LineBytes.spoil) { input in
        guard input.count >= 2 else { return nil }
        let body = Array(input.dropFirst(2))
        let piece = Int(input[0]) + 1
        let longest = Int(input[1]) * 4
        let lines = LineBytes.lines(of: body, piece: piece, longest: longest)
        return lines == LineBytes.expected(body, longest: longest)
            ? nil : "lines in pieces of \(piece), at most \(longest), are not the lines"
    }
}
