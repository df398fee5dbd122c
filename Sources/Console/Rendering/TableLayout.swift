/// Fits a table to a width: drops columns by rank, then cuts the widest.
///
/// Its cells must already be harmless.
struct TableLayout {
    struct Heading {
        var text: String
        var alignment: Alignment
        var rank: Int
        var least: Int?
    }

    var headings: [Heading]
    var rows: [[String]]
    /// The columns of the screen; nil if there is none.
    var width: Int?
    var isStyled: Bool

    /// Without a screen every column stays, and texts that may be cut are cut here: one long
    /// message must not pad every row to its width. Full texts are available with --json and --csv.
    private static let longest = 72

    private static let gap = 2

    var text: SafeText {
        var widths = headings.indices.map { column in
            rows.reduce(DisplayWidth.of(headings[column].text)) {
                max($0, DisplayWidth.of($1[column]))
            }
        }
        var kept = Array(headings.indices)
        if let width {
            drop(from: &kept, widths: widths, toFit: width)
            shrink(&widths, of: kept, toFit: width)
        } else {
            for column in kept where headings[column].least != nil {
                widths[column] = min(widths[column], Self.longest)
            }
        }
        let heading = line(headings.map(\.text), kept, widths)
        let lines = rows.map { line($0, kept, widths) }
        return ([isStyled ? .bold + heading + .plain : heading] + lines).joined(separator: "\n")
    }

    private func drop(from kept: inout [Int], widths: [Int], toFit width: Int) {
        func needed() -> Int {
            kept.reduce(-TableLayout.gap) { sum, column in
                let least = headings[column].least ?? Int.max
                return sum + TableLayout.gap + min(widths[column], least)
            }
        }
        while needed() > width {
            // Of two equally dispensable columns the later one goes first.
            guard
                let victim = kept.filter({ headings[$0].rank > 0 })
                    .max(by: { (headings[$0].rank, $0) < (headings[$1].rank, $1) })
            else { return }
            kept.removeAll { $0 == victim }
        }
    }

    private func shrink(_ widths: inout [Int], of kept: [Int], toFit width: Int) {
        let gaps = TableLayout.gap * max(0, kept.count - 1)
        var excess = kept.reduce(gaps - width) { $0 + widths[$1] }
        // Flexible columns first, then the widest; none below one column.
        for candidates in [kept.filter { headings[$0].least != nil }, kept] {
            while excess > 0, let widest = candidates.max(by: { widths[$0] < widths[$1] }),
                widths[widest] > (candidates.count == kept.count ? 1 : 8)
            {
                widths[widest] -= 1
                excess -= 1
            }
        }
    }

    private func line(_ cells: [String], _ kept: [Int], _ widths: [Int]) -> SafeText {
        var line = ""
        for column in kept {
            if column != kept.first { line += String(repeating: " ", count: TableLayout.gap) }
            line += cells[column].truncated(toWidth: widths[column])
                .padded(toWidth: widths[column], alignment: headings[column].alignment)
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return "\(line)"
    }
}
