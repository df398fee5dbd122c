import Lines

/// What became of a call whose outcome was unknown, by what was learned since.
enum Settled: Equatable, Sendable {
    case happened(ActionOutcome)
    /// It did not happen; what nobody else will try is tried again.
    case didNot(String)
    /// It ends as it stands, for a reason a person should read.
    case closed(Action.State, String, clearsDoubt: Bool = true)
    /// Nothing follows yet.
    case open
}

extension OpenAction {
    /// Longer than the longest deadline of a paid call.
    static let settlingTime = Duration.seconds(60)

    /// Since when its outcome has been unknown.
    var doubtfulSince: Instant { details.doubtSince ?? row.createdAt }

    /// Whether the provider had longer to show it than any call may take: then that it shows nothing says
    /// that it did not happen.
    ///
    /// - Parameter asked: when the provider was asked.
    func isConclusive(asked: Instant) -> Bool { asked - doubtfulSince > Self.settlingTime }

    /// Whether a list was asked for before the doubt arose: it says nothing about it.
    func isLater(than began: Instant) -> Bool { began <= doubtfulSince }
}
