/// A trouble as it is remembered: since when, whether somebody was told, and how it went on.
package struct TroubleEntry: Equatable, Sendable {
    package var trouble: Trouble
    /// Since when it has been there, or since when it came back.
    package var since: Instant
    /// When it had lasted long enough to be a trouble; nil before that.
    package var openedAt: Instant?
    /// Whether somebody was told of it.
    package var isTold = false
    /// Since when it has not been seen; nil while it is.
    package var awaySince: Instant?
    /// When it was over, once it has been away for long enough; nil before that.
    package var endedAt: Instant?
    /// Whether somebody was told that it is over.
    package var isEndTold = false
    /// How often it came back shortly after it was away.
    package var returns = 0

    package init(_ trouble: Trouble, since: Instant) {
        self.trouble = trouble
        self.since = since
    }

    /// Whether a script sees to it, so that nobody is told of it or of its end.
    package var isLeft: Bool { !isTold && isEndTold }

    package var isOpen: Bool { openedAt != nil && endedAt == nil }

    /// Whether a store that holds `other` holds this one too. The sentence alone is no reason to
    /// write.
    package func isStored(as other: TroubleEntry?) -> Bool {
        guard let other else { return openedAt == nil }
        return since == other.since && openedAt == other.openedAt && isTold == other.isTold
            && endedAt == other.endedAt && isEndTold == other.isEndTold && returns == other.returns
    }
}
