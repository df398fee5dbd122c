import Lines

/// Turns records into text: the only place that depends on the format.
struct ListingRenderer: Sendable {
    var format: ListingFormat
    /// The columns of the screen; nil if nothing is to be cut.
    var width: Int?
    var isStyled = false
    /// Whether long texts of a table are shown whole.
    var isWhole = false
    var now: Instant
    /// Adapts a sentence for the person who reads the table.
    var spoken: @Sendable (String) -> String = { $0 }

    /// The whole listing without its last line break.
    func render<Row>(_ rows: [Row], columns: [Column<Row>]) -> SafeText {
        switch format {
        case .table: table(rows, columns)
        case .json: JSONListing(rows: rows, columns: columns).text
        case .csv: CSVListing(rows: rows, columns: columns).text
        }
    }

    private func table<Row>(_ rows: [Row], _ columns: [Column<Row>]) -> SafeText {
        let headed = columns.filter { $0.heading != nil }
        let cells = rows.map { row in
            headed.map { Escaping.visible(shown($0, row)) }
        }
        // A column without values says nothing; only indispensable ones stay.
        let kept = headed.indices.filter { index in
            headed[index].rank == 0 || cells.contains { !$0[index].isEmpty }
        }
        return TableLayout(
            headings: kept.map { index in
                TableLayout.Heading(
                    text: headed[index].heading ?? "", alignment: headed[index].alignment,
                    rank: headed[index].rank, least: headed[index].least)
            },
            rows: cells.map { row in kept.map { row[$0] } }, width: width, isStyled: isStyled,
            isWhole: isWhole
        ).text
    }

    private func shown<Row>(_ column: Column<Row>, _ row: Row) -> String {
        let cell = column.cell(row)
        if let shown = column.shown {
            let text = shown(row, now)
            return if case .sentence = cell { spoken(text) } else { text }
        }
        return switch cell {
        case .nothing: ""
        case .text(let text): text
        case .sentence(let text): spoken(text)
        case .integer(let number): String(number)
        case .decimal(let text): text
        case .flag(let flag): flag ? "yes" : "no"
        case .time(let instant): RelativeTime.text(instant, now: now)
        case .list(let items): items.joined(separator: " ")
        }
    }
}
