/// How often one line can be checked, and the facts about it that are not stored.
package struct Pace: Equatable, Sendable {
    /// The shortest interval the budget allows for eager activations; nil if the line is calm or
    /// the budget leaves nothing for eagerness. Eager rentals take turns with three times this.
    package var eager: Duration?
    /// The factor by which everything must slow down to fit the budget; 1 if it fits.
    package var slowdown: Double
    /// The shortest interval the budget allows for a line somebody is waiting for.
    package var awaited = Duration.zero
    /// Whether looks return a rental's messages; otherwise they arrive only by push.
    package var bringsTexts = true
    /// Whether the budget can keep the rental switched on.
    package var isKeptOn = true
    /// Whether one call shows all activations.
    package var isPolledWithOthers = false
    /// Whether its messages arrive on a feed.
    package var hasFeed = false
    /// Whether the call that shows all activations left this one out.
    package var isMissing = false
    /// Whether that call shows messages of this one, but possibly not all.
    package var isListedInPart = false
    /// Whether no look of its own has been answered since.
    package var hasUncheckedNews = false
    /// When it was last asked about individually.
    package var checkedAt: Instant?
    /// Whether its messages were requested without its status since.
    package var isRead = false
    /// When the call was made that last told of it: `lookedAt` without the time the answer took.
    package var askedAt: Instant?
    /// Whether it has ended by one clock but not by another.
    package var isContested = false

    package init(eager: Duration? = nil, slowdown: Double = 1) {
        self.eager = eager
        self.slowdown = slowdown
    }
}
