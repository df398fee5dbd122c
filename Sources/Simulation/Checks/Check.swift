/// A promise of the manager, checked again and again against the truth in a life.
protocol Check {
    /// Cheap: run after every step in which the manager wrote something or a minute has passed.
    mutating func afterStep(of life: Life) throws

    /// Thorough: run when all has been calm for long enough that nothing should be left to do.
    mutating func atAudit(of life: Life) throws
}

extension Check {
    mutating func afterStep(of life: Life) throws {}
    mutating func atAudit(of life: Life) throws {}

    func violated(_ promise: String, _ what: String) -> Violation { Violation(promise, what) }
}

/// A check for every promise that has one.
func allChecks() -> [any Check] {
    [
        MessagesOnce(), ScriptsOnce(), Forwards(), LedgerMatches(), Purchases(), Limits(),
        Listening(),
        InTime(), Windows(), NothingEarly(), NothingLeftOpen(), SameAsTheProvider(),
    ]
}
