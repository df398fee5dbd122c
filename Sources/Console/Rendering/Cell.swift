import Lines

/// One value of a listing, before formatting.
enum Cell: Equatable, Sendable {
    case nothing
    case text(String)
    /// A sentence by this program, whose times are shown to people in their own time zone.
    case sentence(String)
    case integer(Int64)
    /// A decimal such as `0.24`, kept as the original text so that no digit changes.
    case decimal(String)
    case flag(Bool)
    case time(Instant)
    case list([String])

    init(_ text: String?) {
        self = text.map(Cell.text) ?? .nothing
    }

    init(sentence: String?) {
        self = sentence.map(Cell.sentence) ?? .nothing
    }

    init(_ number: Int64?) {
        self = number.map(Cell.integer) ?? .nothing
    }

    init(decimal: String?) {
        self = decimal.map(Cell.decimal) ?? .nothing
    }

    init(_ instant: Instant?) {
        self = instant.map(Cell.time) ?? .nothing
    }
}
