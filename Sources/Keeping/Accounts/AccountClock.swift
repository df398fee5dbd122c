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

    package init() {}

    package func time(at now: Instant) -> Instant { now + ahead }

    package mutating func learn(providerTime: Instant, at now: Instant) {
        let difference = providerTime - now
        let change = difference - ahead
        if abs(change) > Self.tolerance { ahead = difference }
        if abs(difference) <= Self.tolerance { ahead = .zero }
    }

    private func abs(_ duration: Duration) -> Duration {
        duration < .zero ? .zero - duration : duration
    }
}
