package import Lines
package import Providers

/// The call that lists all active activations: whether it works, and when it was last made.
package struct PollSchedule: Sendable {
    /// After this many answers in a row that were not a list, each activation is asked about
    /// separately.
    private static let mostFailures = 3
    private static let pause = Duration.seconds(5)

    package private(set) var isAsking = false
    /// A message may have arrived that the list would show.
    package var isWanted = false
    /// Consecutive answers that were not the list.
    package private(set) var failures = 0
    /// When the call was last made, in uptime.
    private(set) var askedUptime: Duration?
    /// Earliest time to repeat a failed call, in the provider's time.
    package private(set) var holdUntil: Instant?

    package var works: Bool { failures < Self.mostFailures }

    package mutating func begin(at uptime: Duration) {
        isAsking = true
        isWanted = false
        askedUptime = uptime
    }

    /// - Returns: whether it works again, which changes the plan.
    package mutating func answered() -> Bool {
        isAsking = false
        defer { failures = 0 }
        return failures > 0
    }

    /// - Parameter error: errors that concern the account rather than the call do not count.
    /// - Returns: whether the call has just stopped working.
    package mutating func failed(_ error: ProviderError?, at now: Instant) -> Bool {
        isAsking = false
        holdUntil = now + Self.pause
        switch error {
        case .transport, .rateLimited, .wrongKey, nil: return false
        default: failures += 1
        }
        return failures == Self.mostFailures
    }

    /// Moves times recorded by the provider's clock.
    package mutating func shiftProviderTimes(by difference: Duration) {
        holdUntil = holdUntil.map { $0 + difference }
    }
}
