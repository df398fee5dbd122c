package import Lines

/// The verdict on a call whose outcome was unknown.
package enum Settled: Equatable, Sendable {
    case happened(ActionOutcome)
    /// It did not happen; it is retried unless a person ordered it.
    case didNot(String)
    /// It ends as it stands, for a reason a person should read.
    case closed(Action.State, String, clearsDoubt: Bool = true)
    /// The evidence is not sufficient yet.
    case open
}

extension OpenAction {
    /// Longer than the longest deadline of a paid call.
    package static let settlingTime = Duration.seconds(60)

    /// Since when its outcome has been unknown.
    package var doubtfulSince: Instant { details.doubtSince ?? row.createdAt }

    /// Whether the provider has had more time to show the effect than any call may take. The
    /// absence of the effect then proves that the call did not happen.
    ///
    /// - Parameter asked: when the provider was asked.
    package func isConclusive(asked: Instant) -> Bool { asked - doubtfulSince > Self.settlingTime }

    /// Whether a list was asked for before the doubt arose and says nothing about it.
    func isLater(than began: Instant) -> Bool { began <= doubtfulSince }
}
