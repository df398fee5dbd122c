/// A promise of the manager, compared again and again with what is true in a life.
protocol Check {
    /// Cheap: made after every step in which the manager wrote something or a minute has passed.
    mutating func afterStep(of life: Life) throws

    /// Thorough: made when all has been calm for long enough that nothing may be left to do.
    mutating func atAudit(of life: Life) throws
}

extension Check {
    mutating func afterStep(of life: Life) throws {}
    mutating func atAudit(of life: Life) throws {}

    func violated(_ promise: String, _ what: String) -> Violation { Violation(promise, what) }
}

/// Every promise there is a check for.
func allChecks() -> [any Check] {
    [
        MessagesOnce(), ScriptsOnce(), Forwards(), Books(), Purchases(), Limits(), Listening(),
        InTime(), Windows(), NothingEarly(), NothingLeftOpen(), SameAsTheProvider(),
    ]
}
