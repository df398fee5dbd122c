import Control

/// A sentence as a list of one.
extension Done: Listable {
    static let nothing: SafeText = "Done."

    static let columns: [Column<Done>] = [Column("message", "MESSAGE") { .text($0.message) }]
}
