/// How one line can be looked at, and what is known of that besides what is written down.
package struct Pace: Equatable, Sendable {
    /// How often the account's budget allows young activations to be looked at; nil for as often as any.
    package var eager: Duration?
    /// How much slower than wished everything has to be for the budget to suffice, if not 1.
    package var stretch: Double
    /// How often at most the budget lets what somebody waits for be asked about.
    package var awaited = Duration.zero
    /// Whether looks bring what a rental received; else it is only told.
    package var bringsTexts = true
    /// Whether the budget can keep the rental switched on.
    package var isKeptOn = true
    /// Whether one call shows all activations.
    package var isPolledWithOthers = false
    /// Whether what it receives is told on a feed.
    package var isFed = false
    /// Whether the one call that shows all activations did not show this one.
    package var isMissing = false
    /// Whether that call shows that it has messages, and maybe not all of them.
    package var isGlimpsed = false
    /// Whether no look has answered that yet.
    package var isUnheard = false
    /// When it was asked about by itself last.
    package var askedAt: Instant?
    /// Whether it ended by one clock and lives by another.
    package var isContested = false

    package init(eager: Duration? = nil, stretch: Double = 1) {
        self.eager = eager
        self.stretch = stretch
    }
}
