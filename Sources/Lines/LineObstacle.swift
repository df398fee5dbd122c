/// Why something cannot be done with a line as it stands.
///
/// One table says for each kind of line and each state what can be asked of it: what cannot work is
/// refused here and never asked of a provider. What a provider offers at all is another question.
package struct LineObstacle: Equatable, Sendable, CustomStringConvertible {
    /// A sentence for a person.
    package let description: String

    /// What stands in the way of an action on a line; nil when nothing does.
    package static func to(_ action: Action.Kind, on line: Line) -> LineObstacle? {
        guard action.lineKind.map({ $0 == line.kind }) ?? false else {
            return LineObstacle(description: action.wrongKind)
        }
        guard action.isPossible(in: line.state, received: line.messageCount) else {
            return LineObstacle(description: Self.state(line, action))
        }
        guard !line.inDoubt || action == .wake else {
            return LineObstacle(
                description: "Line \(line.name) is in doubt and cannot be \(action.participle) "
                    + "until that is settled. `doubts` says what is known.")
        }
        return nil
    }

    /// Why no code can come on a line any more; nil while one can.
    ///
    /// - Parameter now: What is still under way may arrive for a while after the end.
    package static func toReceive(on line: Line, at now: Instant) -> LineObstacle? {
        // What was given back is the provider's again.
        let isGivenBack = line.state == .refunded || line.state == .cancelled
        guard line.state.isEnded, let ended = line.endedAt,
            isGivenBack || now - ended > underWay
        else { return nil }
        return LineObstacle(
            description: "Line \(line.name) \(line.state.story): no code can come any more. "
                + "`code \(line.id)` prints its latest.")
    }

    /// How long after the end of a line a message may still arrive.
    package static let underWay = Duration.minutes(15)

    private static func state(_ line: Line, _ action: Action.Kind) -> String {
        switch line.state {
        case .ordering:
            return
                "Line \(line.name) is still being ordered. `actions \(line.id)` shows how that goes."
        case .waiting where action == .finish:
            return "Line \(line.name) has no code yet. `cancel \(line.id)` gives it back."
        case .active, .waiting, .received, .finished, .cancelled, .refunded, .expired, .lost: break
        }
        let sentence =
            "Line \(line.name) \(line.state.story) and can no longer be \(action.participle)."
        return action == .resend
            ? sentence + " `again \(line.id)` orders its number once more, where that is sold."
            : sentence
    }
}

extension Action.Kind {
    /// What it is done with; nil for what is no matter of a line that is there.
    fileprivate var lineKind: LineKind? {
        switch self {
        case .extend, .refund, .wake: .rental
        case .cancel, .resend, .swap, .finish: .activation
        case .forward, .order, .rent: nil
        }
    }

    fileprivate var wrongKind: String {
        switch self {
        case .extend: "Only rentals can be extended."
        case .refund: "Only rentals can be refunded. `cancel` gives an activation back."
        case .wake: "Only rentals sleep: an activation listens until it ends."
        case .cancel: "Only activations can be cancelled. `refund` gives a rental back."
        case .resend: "Only activations are asked for another code."
        case .swap: "Only activations can be swapped."
        case .finish: "Only activations can be finished. A rental ends when its time runs out."
        case .forward, .order, .rent: "\(rawValue) is not done with a line."
        }
    }

    fileprivate func isPossible(in state: LineState, received: Int) -> Bool {
        switch (self, state) {
        case (.extend, .active), (.refund, .active), (.wake, .active): true
        // Some providers bring one back that has run out.
        case (.extend, .expired): true
        case (.cancel, .waiting), (.swap, .waiting), (.resend, .waiting): true
        // What has brought nothing can still be given back, and not once it is finished.
        case (.finish, .waiting): received > 0
        case (.cancel, .received), (.swap, .received), (.finish, .received): true
        // Another code is asked for where one has come, also after the end.
        case (.resend, .received), (.resend, .finished): true
        case (.resend, .expired): received > 0
        default: false
        }
    }

    /// As in "can no longer be swapped".
    fileprivate var participle: String {
        switch self {
        case .extend: "extended"
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
    /// As in "line 2 has been refunded".
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
        case .lost: "is no longer known to its provider"
        }
    }
}
