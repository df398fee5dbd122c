import Lines

/// A listing as RFC 4180, for spreadsheets and similar tools.
///
/// A text cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a
/// tab) gets an apostrophe in front. A plus sign followed only by digits is allowed: it is a phone
/// number and cannot be a formula. Line breaks inside a text are kept within its quotes; everything
/// else that could control a terminal is escaped.
struct CSVListing<Row> {
    var rows: [Row]
    var columns: [Column<Row>]

    /// The rows, separated by CR LF; the last LF is left to the writer of the text.
    var text: SafeText {
        let named = columns.filter { $0.name != nil }
        let heading = named.map { field($0.name ?? "") }.joined(separator: ",")
        let lines = rows.map { row in
            named.map { value($0.cell(row)) }.joined(separator: ",")
        }
        return ([heading] + lines).map { $0 + .carriageReturn }.joined(separator: "\n")
    }

    private func value(_ cell: Cell) -> SafeText {
        switch cell {
        case .nothing: ""
        case .text(let text), .sentence(let text): field(CSVListing.guarded(text))
        case .integer(let number): "\(number)"
        case .decimal(let text): field(text)
        case .flag(let flag): flag ? "true" : "false"
        case .time(let instant): field(instant.rfc3339)
        case .list(let items): field(CSVListing.guarded(items.joined(separator: " ")))
        }
    }

    private func field(_ text: String) -> SafeText {
        let safe = Escaping.visible(text, lineBreaks: .kept)
        guard safe.contains(where: { ",\"\n".contains($0) }) || safe.hasPrefix(" ") else {
            return SafeText(lines: safe)
        }
        return SafeText(lines: "\"" + safe.replacing("\"", with: "\"\"") + "\"")
    }

    private static func guarded(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first)
        else {
            return text
        }
        let isNumber =
            first == "+" && text.utf8.count > 1
            && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
        return isNumber ? text : "'" + text
    }
}
