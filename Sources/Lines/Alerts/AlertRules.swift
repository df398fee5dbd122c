/// When a person is told of trouble: how long each kind must last, and how much is too much.
package struct AlertRules: Equatable, Sendable {
    /// How long an account may go unanswered.
    package var unreachableFor = Duration.minutes(10)
    /// How long a forward may go untaken.
    package var waitingFor = Duration.minutes(10)
    /// How long a line that is wanted listening may go without an answer about it.
    package var unheardFor = Duration.minutes(30)
    /// How far the clocks of this machine and of a provider may be apart.
    package var clockBeyond = Duration.minutes(2)
    /// The free space on the disk below which it is nearly full, in bytes.
    package var diskBelow: Int64 = 200 << 20
    /// How long a trouble must be away before its end is told.
    package var settledAfter = Duration.minutes(2)
    /// At most this many alerts in an hour; what is more is told together.
    package var mostPerHour = 20
    /// Kinds that nobody is told of.
    package var muted: Set<Trouble.Kind> = []
    /// Whether an alert may quote what receivers, scripts and providers said.
    package var quotes = false

    package init() {}

    /// How soon after an end the same trouble counts as having come back.
    static let returning = Duration.hours(1)
    /// The longest time that a trouble which keeps coming back must be away.
    static let longestSettling = Duration.hours(1)

    /// How long a trouble must last before it is told.
    package func patience(of kind: Trouble.Kind) -> Duration {
        switch kind {
        case .unreachable: unreachableFor
        case .doubt, .forwardWaiting, .scriptBroken, .clock: .minutes(1)
        // In this time scripts see to what they see to.
        case .scriptsStopped, .expiring, .refundClosing: .seconds(30)
        case .database: .seconds(10)
        case .webhook: .minutes(15)
        case .unheard: unheardFor
        case .keyRefused, .gone, .accountMissing, .balanceLow, .budgetShort, .extension,
            .forwardDead, .channelGone, .scriptPaused, .timerFailing, .diskFull:
            .zero
        }
    }

    /// How long a trouble that came back so many times must be away: twice as long each time.
    func settling(after returns: Int) -> Duration {
        min(
            settledAfter * (1 << min(max(returns, 0), 10)), max(Self.longestSettling, settledAfter))
    }
}
