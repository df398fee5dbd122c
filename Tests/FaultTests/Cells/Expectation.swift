/// What a fault is documented to end in.
enum Expectation: String, CaseIterable, Sendable {
    /// It was only slow: nothing came of it.
    case answered
    /// The person who asked is told at once, nothing was done, and asking again works.
    case told
    /// Done again by itself until it is answered.
    case retried
    /// A doubt, settled by asking the provider: it had happened.
    case confirmed
    /// A doubt, settled by asking the provider: it had not happened, and the person is told so.
    case denied
    /// A doubt, settled by asking the provider: it had not happened, and is done again by itself.
    case redone

    /// The whole table, as a rule.
    init(of deed: Deed, under fault: FaultCase) {
        self =
            switch (deed.origin, deed.isPaid, fault.proof) {
            // Its purchase is in doubt before the fault comes: the doubt waits for the answer.
            case (.doubt, _, _): .denied
            case (_, _, .done): .answered
            case (.person, false, _), (.person, true, .notDone): .told
            case (.plan, false, _), (.plan, true, .notDone): .retried
            case (.person, true, .nothing): fault.hasEffect ? .confirmed : .denied
            case (.plan, true, .nothing): fault.hasEffect ? .confirmed : .redone
            }
    }

    /// How many requests the fault hits, at most: what is done again meets it a second time.
    var hits: Int { self == .retried ? 2 : 1 }
}
