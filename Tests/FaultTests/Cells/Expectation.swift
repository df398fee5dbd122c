/// The documented result of a fault.
enum Expectation: String, CaseIterable, Sendable {
    /// It was only slow, without consequences.
    case answered
    /// The person who asked is told at once, nothing was done, and asking again works.
    case told
    /// Retried automatically until it is answered.
    case retried
    /// A doubt, settled by asking the provider: it had happened.
    case confirmed
    /// A doubt, settled by asking the provider: it had not happened, and the person is told.
    case denied
    /// A doubt, settled by asking the provider: it had not happened, and is retried automatically.
    case redone

    /// The whole table, as a rule.
    init(of operation: ManagerOperation, under fault: FaultCase) {
        self =
            switch (operation.origin, operation.isPaid, fault.proof) {
            // The purchase is in doubt before the fault begins, and the doubt waits for the answer.
            case (.doubt, _, _): .denied
            case (_, _, .done): .answered
            case (.person, false, _), (.person, true, .notDone): .told
            case (.plan, false, _), (.plan, true, .notDone): .retried
            case (.person, true, .nothing): fault.hasEffect ? .confirmed : .denied
            case (.plan, true, .nothing): fault.hasEffect ? .confirmed : .redone
            }
    }

    /// The most requests the fault hits: a retried call meets it a second time.
    var hits: Int { self == .retried ? 2 : 1 }
}
