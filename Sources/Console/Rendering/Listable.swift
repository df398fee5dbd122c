import Lines

/// The alignment of a column's text.
enum Alignment: Sendable {
    case left
    case right
}

/// One column of a listing, defined once for tables, JSON and CSV.
struct Column<Row>: Sendable {
    /// The name in JSON and in the first row of CSV; nil if only tables show the column.
    var name: String?
    /// The heading in a table; nil if only programs get the column.
    var heading: String?
    var alignment = Alignment.left
    /// If a table is too wide, columns of the highest rank are dropped first; those of rank 0 stay.
    var rank: Int
    /// The width to which a narrow table may cut the text before it drops other columns; nil if
    /// cutting is the last resort.
    var least: Int?
    var cell: @Sendable (Row) -> Cell
    /// The text in a table in place of the bare value, given the present time.
    var shown: (@Sendable (Row, Instant) -> String)?

    /// A column of tables, JSON and CSV.
    init(
        _ name: String, _ heading: String? = nil, rank: Int = 0, alignment: Alignment = .left,
        least: Int? = nil, shown: (@Sendable (Row, Instant) -> String)? = nil,
        cell: @escaping @Sendable (Row) -> Cell
    ) {
        self.name = name
        self.heading = heading
        self.rank = rank
        self.alignment = alignment
        self.least = least
        self.shown = shown
        self.cell = cell
    }

    /// A column that only tables have.
    init(
        tableOnly heading: String, rank: Int = 0, alignment: Alignment = .left,
        least: Int? = nil, shown: @escaping @Sendable (Row, Instant) -> String
    ) {
        self.heading = heading
        self.rank = rank
        self.alignment = alignment
        self.least = least
        self.shown = shown
        cell = { _ in .nothing }
    }
}

/// A record that can be listed: its columns, and the text for an empty list.
protocol Listable: Sendable {
    static var columns: [Column<Self>] { get }
    static var nothing: SafeText { get }
}

extension Listable {
    /// The names in JSON and CSV, in order.
    static var fields: [String] { columns.compactMap(\.name) }
}
