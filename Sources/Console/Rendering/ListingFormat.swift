/// The format of a listing.
enum ListingFormat: Equatable, Sendable {
    /// A table for people: fitted to a terminal, or plain aligned text without one.
    case table
    /// One JSON array of objects.
    case json
    /// RFC 4180.
    case csv
}
