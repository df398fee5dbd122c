import TestSupport

/// The webhook's other side, for all runs at once: each has a name of its own.
extension Receiver {
    /// Fails now and then after it has taken a message in, as receivers do.
    static func failingNowAndThen() -> Receiver { Receiver { $0 % 7 == 3 } }
}
