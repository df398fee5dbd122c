import Lines
import Providers

/// The one call that shows all activations: whether it works, and when it was made.
struct PollSchedule: Sendable {
    /// After so many answers in a row that were no list, each activation is asked about by itself.
    private static let mostFailures = 3
    private static let pause = Duration.seconds(5)

    private(set) var isAsking = false
    /// Something may have come that it would show.
    var isWanted = false
    /// How often in a row it was answered with something else than the list.
    private(set) var failures = 0
    /// When it was made last, in uptime.
    private(set) var askedUptime: Duration?
    /// One that failed is not made again before, in the provider's time.
    private(set) var holdUntil: Instant?

    var works: Bool { failures < Self.mostFailures }

    mutating func begin(at uptime: Duration) {
        isAsking = true
        isWanted = false
        askedUptime = uptime
    }

    /// - Returns: whether it works again, by which plans are others.
    mutating func answered() -> Bool {
        isAsking = false
        defer { failures = 0 }
        return failures > 0
    }

    /// - Parameter error: why; what says something of the account rather than of the call does not count.
    /// - Returns: whether it has just ceased to work.
    mutating func failed(_ error: ProviderError?, at now: Instant) -> Bool {
        isAsking = false
        holdUntil = now + Self.pause
        switch error {
        case .transport, .rateLimited, .wrongKey, nil: return false
        default: failures += 1
        }
        return failures == Self.mostFailures
    }

    /// The provider's clock turned out to be another.
    mutating func restate(by difference: Duration) {
        holdUntil = holdUntil.map { $0 + difference }
    }
}
