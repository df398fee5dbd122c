package import Lines

/// What time it is at a provider, learned from the `Date` of its answers.
///
/// Expiries and windows are the provider's; when its clock and ours differ by more than a few
/// seconds its own decides, or a refund would be claimed after the window because a laptop slept.
package struct AccountClock: Equatable, Sendable {
    /// Differences smaller than this are the answer's travel time and the header's whole seconds.
    private static let tolerance = Duration.seconds(5)

    /// How far the provider's clock is ahead of ours.
    package private(set) var ahead = Duration.zero

    private static let needed = 3
    /// A difference that was told and is not believed yet, and by how many answers in a row.
    private var candidate = Duration.zero
    private var witnesses = 0
    /// Whether an answer agreed with what is believed, since the start.
    package private(set) var isConfirmed = false

    package init() {}

    package func time(at now: Instant) -> Instant { now + ahead }

    /// Takes in the time an answer told. A jump is believed when three answers in a row agree on it:
    /// one wrong header must not make every line expire.
    package mutating func learn(providerTime: Instant, at now: Instant) {
        let difference = providerTime - now
        let target = abs(difference) <= Self.tolerance ? .zero : difference
        guard abs(target - ahead) > Self.tolerance || (target == .zero && ahead != .zero) else {
            witnesses = 0
            isConfirmed = true
            return
        }
        witnesses = abs(target - candidate) <= Self.tolerance ? witnesses + 1 : 1
        candidate = target
        guard witnesses >= Self.needed else { return }
        ahead = target
        isConfirmed = true
        witnesses = 0
    }

    /// Our clock was set.
    mutating func shift(by step: Duration) {
        ahead -= step
        candidate -= step
        witnesses = 0
    }

    private func abs(_ duration: Duration) -> Duration {
        duration < .zero ? .zero - duration : duration
    }
}
