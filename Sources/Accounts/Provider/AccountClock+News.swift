import Lines

/// Says in a sentence what a provider's clock did.
extension AccountClock.News: CustomStringConvertible {
    package var description: String {
        switch self {
        case .differs(let ahead):
            "the provider's clock is \(Self.length(ahead)) \(Self.side(ahead)) this machine's. "
                + "For 10 min nothing is paid for, refunded or ended unless both clocks allow it."
        case .jumped(let step):
            "the provider's clock jumped \(Self.length(step)) \(step < .zero ? "back" : "ahead"). This "
                + "machine's clock contradicts it, so the jump is ignored."
        case .believed(let ahead):
            "the provider's clock has kept its new time, which is now used: it "
                + (ahead == .zero
                    ? "agrees with this machine's clock."
                    : "is \(Self.length(ahead)) \(Self.side(ahead)) this machine's.")
        case .over: "the provider's clock is right again."
        }
    }

    private static func side(_ ahead: Duration) -> String {
        ahead < .zero ? "behind" : "ahead of"
    }

    /// `3 min`, `2 h 5 min`, `6 d 12 h`: the two largest units that matter.
    private static func length(_ duration: Duration) -> String {
        let minutes = (duration < .zero ? .zero - duration : duration).wholeSeconds / 60
        let (days, hours) = (minutes / 1440, minutes / 60 % 24)
        let parts =
            days > 0
            ? ["\(days) d", hours > 0 ? "\(hours) h" : ""]
            : [hours > 0 ? "\(hours) h" : "", minutes % 60 > 0 ? "\(minutes % 60) min" : ""]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
