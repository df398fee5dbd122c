import Lines

/// One value of a listing, before anyone has decided how it is to look.
enum Cell: Equatable, Sendable {
    case nothing
    case text(String)
    /// Words of the program's own, whose times a person is told as they are where they sit.
    case sentence(String)
    case integer(Int64)
    /// A decimal such as `0.24`, kept as the text it came in so that no digit changes.
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
