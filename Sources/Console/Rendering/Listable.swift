import Lines

/// Where a column's text stands.
enum Alignment: Sendable {
    case left
    case right
}

/// One column of a listing, described once for tables, JSON and CSV.
struct Column<Row>: Sendable {
    /// The name in JSON and in the first row of CSV; nil for what only a table shows.
    var name: String?
    /// The heading in a table; nil for what only programs are told.
    var heading: String?
    var alignment = Alignment.left
    /// When a table is too wide, columns of the highest rank go first; those of rank 0 stay.
    var rank: Int
    /// To how many columns a narrow table may cut the text before it drops other columns; nil where
    /// cutting it is the last resort.
    var least: Int?
    var cell: @Sendable (Row) -> Cell
    /// What a table shows instead of the bare value, given the present time.
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

/// A record that can be listed: its columns, and what is said when there is none.
protocol Listable: Sendable {
    static var columns: [Column<Self>] { get }
    static var nothing: Printable { get }
}

extension Listable {
    /// The names in JSON and CSV, in their order.
    static var fields: [String] { columns.compactMap(\.name) }
}
