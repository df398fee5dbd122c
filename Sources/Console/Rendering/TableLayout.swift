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
    /// Whether texts too long for their column continue below it rather than being cut.
    var isWhole = false

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
        } else if !isWhole {
            for column in kept where headings[column].least != nil {
                widths[column] = min(widths[column], Self.longest)
            }
        }
        let heading = line(headings.map(\.text), kept, widths)
        let lines = rows.flatMap { row in
            (isWhole ? continued(row, kept, widths) : [row]).map { line($0, kept, widths) }
        }
        return ([isStyled ? .bold + heading + .plain : heading] + lines).joined(separator: "\n")
    }

    /// A row on as many lines as its longest text needs.
    private func continued(_ row: [String], _ kept: [Int], _ widths: [Int]) -> [[String]] {
        var rows = [row]
        for column in kept where headings[column].least != nil {
            let parts = TableLayout.parts(of: row[column], toWidth: widths[column])
            while rows.count < parts.count { rows.append(row.map { _ in "" }) }
            for (place, part) in parts.enumerated() { rows[place][column] = part }
        }
        return rows
    }

    /// A text broken between words, or inside a word that is longer than the column.
    private static func parts(of text: String, toWidth width: Int) -> [String] {
        var parts: [String] = []
        for word in text.split(separator: " ") {
            if let last = parts.last, DisplayWidth.of("\(last) \(word)") <= width {
                parts[parts.count - 1] = "\(last) \(word)"
                continue
            }
            var part = ""
            for character in word {
                if !part.isEmpty, DisplayWidth.of("\(part)\(character)") > width {
                    parts.append(part)
                    part = ""
                }
                part.append(character)
            }
            parts.append(part)
        }
        return parts
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
