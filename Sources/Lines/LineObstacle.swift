/// Why an action is impossible on a line in its present state.
///
/// One table says for each kind and state of a line which actions are possible. An impossible
/// action is refused here and never sent to a provider. Which actions a provider supports at all is
/// decided elsewhere.
package struct LineObstacle: Equatable, Sendable, CustomStringConvertible {
    /// A sentence for a person.
    package let description: String

    /// The obstacle to an action on a line; nil if there is none.
    package static func to(_ action: Action.Kind, on line: Line) -> LineObstacle? {
        guard line.kind != .inbound else {
            return LineObstacle(
                description: "Line \(line.name) is a number of your own: there is nothing to "
                    + "\(action.verb).")
        }
        guard action.lineKind.map({ $0 == line.kind }) ?? false else {
            return LineObstacle(description: action.wrongKind)
        }
        guard action.isPossible(in: line.state, received: line.messageCount) else {
            return LineObstacle(description: Self.state(line, action))
        }
        guard !line.inDoubt || action == .wake else {
            return LineObstacle(
                description: "Line \(line.name) is in doubt and cannot be \(action.participle) "
                    + "until that is settled. See `doubts`.")
        }
        return nil
    }

    /// Why a setting of a rental cannot be changed at its provider; nil if it can.
    ///
    /// - Parameter participle: what is done with it, such as `reset`.
    package static func toSetting(_ participle: String, on line: Line) -> LineObstacle? {
        guard line.kind == .rental else {
            return LineObstacle(description: "Only rentals can be \(participle).")
        }
        guard line.state == .active else {
            return LineObstacle(
                description:
                    "Line \(line.name) \(line.state.story) and can no longer be \(participle).")
        }
        return nil
    }

    /// Why the line can no longer receive a code; nil if it can.
    ///
    /// - Parameter now: messages in transit may still arrive for a while after the end.
    package static func toReceive(on line: Line, at now: Instant) -> LineObstacle? {
        // A returned number belongs to the provider again.
        let isGivenBack = line.state == .refunded || line.state == .cancelled
        guard line.kind != .inbound else {
            return line.state.isEnded
                ? LineObstacle(
                    description: "config.lua no longer names line \(line.name), so it receives "
                        + "nothing.") : nil
        }
        guard line.state.isEnded, let ended = line.endedAt,
            isGivenBack || now - ended > underWay
        else { return nil }
        return LineObstacle(
            description: "Line \(line.name) \(line.state.story) and can no longer receive a code. "
                + "`code \(line.id)` prints its latest.")
    }

    /// How long after the end of a line a message may still arrive.
    package static let underWay = Duration.minutes(15)

    private static func state(_ line: Line, _ action: Action.Kind) -> String {
        switch line.state {
        case .ordering:
            return
                "Line \(line.name) is still being ordered. See `actions \(line.id)`."
        case .waiting where action == .finish:
            return "Line \(line.name) has no code yet. `cancel \(line.id)` returns it."
        case .active, .waiting, .received, .finished, .cancelled, .refunded, .expired, .lost: break
        }
        let sentence =
            "Line \(line.name) \(line.state.story) and can no longer be \(action.participle)."
        return action == .resend
            ? sentence + " `again \(line.id)` orders its number again, if available."
            : sentence
    }
}

extension Action.Kind {
    /// The kind of line it applies to; nil if it does not apply to an existing line.
    fileprivate var lineKind: LineKind? {
        switch self {
        case .extend, .refund, .wake, .reset, .autoExtend: .rental
        case .cancel, .resend, .swap, .finish: .activation
        case .forward, .order, .rent: nil
        }
    }

    fileprivate var wrongKind: String {
        switch self {
        case .extend: "Only rentals can be extended."
        case .refund: "Only rentals can be refunded. `cancel` returns an activation."
        case .wake: "Only rentals sleep: an activation listens until it ends."
        case .reset: "Only rentals can be reset."
        case .autoExtend: "Only rentals can be extended."
        case .cancel: "Only activations can be cancelled. `refund` returns a rental."
        case .resend: "Another code can be requested only on activations."
        case .swap: "Only activations can be swapped."
        case .finish: "Only activations can be finished. A rental ends when it expires."
        case .forward, .order, .rent: "\(rawValue) does not apply to lines."
        }
    }

    fileprivate func isPossible(in state: LineState, received: Int) -> Bool {
        switch (self, state) {
        case (.extend, .active), (.refund, .active), (.wake, .active): true
        case (.reset, .active), (.autoExtend, .active): true
        // Some providers renew an expired rental.
        case (.extend, .expired): true
        case (.cancel, .waiting), (.swap, .waiting), (.resend, .waiting): true
        // An activation without a message can still be refunded, but not once it is finished.
        case (.finish, .waiting): received > 0
        case (.cancel, .received), (.swap, .received), (.finish, .received): true
        // Another code can be requested once one has come, even after the end.
        case (.resend, .received), (.resend, .finished): true
        case (.resend, .expired): received > 0
        default: false
        }
    }

    /// The verb in "there is nothing to refund".
    fileprivate var verb: String {
        switch self {
        case .resend: "request again"
        case .autoExtend: "extend"
        case .forward, .order, .rent, .extend, .refund, .wake, .cancel, .swap, .finish, .reset:
            rawValue
        }
    }

    /// The participle in "can no longer be swapped".
    fileprivate var participle: String {
        switch self {
        case .extend, .autoExtend: "extended"
        case .reset: "reset"
        case .refund: "refunded"
        case .wake: "woken"
        case .cancel: "cancelled"
        case .resend: "asked for another code"
        case .swap: "swapped"
        case .finish: "finished"
        case .forward, .order, .rent: rawValue
        }
    }
}

extension LineState {
    /// The predicate in "line 2 has been refunded".
    fileprivate var story: String {
        switch self {
        case .ordering: "is still being ordered"
        case .active: "is active"
        case .waiting: "waits for a code"
        case .received: "has its code"
        case .finished: "has been finished"
        case .cancelled: "has been cancelled"
        case .refunded: "has been refunded"
        case .expired: "has expired"
        case .lost: "is no longer listed by its provider"
        }
    }
}
