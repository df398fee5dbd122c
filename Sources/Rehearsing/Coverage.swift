/// The lines of a script that hold code, and those that ran.
package struct Coverage: Equatable, Sendable {
    package var lines: Set<Int>
    package var ran: Set<Int> = []

    package init(lines: Set<Int>, ran: Set<Int> = []) {
        self.lines = lines
        self.ran = ran
    }

    /// Never run, in order.
    package var missed: [Int] { lines.subtracting(ran).sorted() }

    /// `12 of 14 lines; never run: 7, 9-11`
    package var summary: String {
        let count = lines.intersection(ran).count
        let percent = lines.isEmpty ? 100 : count * 100 / lines.count
        let rest = missed.isEmpty ? "" : "; never run: \(Self.ranges(missed))"
        return "\(percent)% (\(count) of \(lines.count) lines)\(rest)"
    }

    private static func ranges(_ lines: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for line in lines {
            if let last = ranges.last, last.upperBound == line - 1 {
                ranges[ranges.count - 1] = last.lowerBound...line
            } else {
                ranges.append(line...line)
            }
        }
        return ranges.map { range in
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        }.joined(separator: ", ")
    }
}
