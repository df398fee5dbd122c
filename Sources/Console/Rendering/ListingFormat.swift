/// How a listing is to look.
enum ListingFormat: Equatable, Sendable {
    /// A table for people: fitted to a terminal, or plain aligned text where there is none.
    case table
    /// One JSON array of objects.
    case json
    /// RFC 4180.
    case csv
}
