import Lines

extension OpenAction {
    /// What a person can do about a doubt.
    ///
    /// - Parameter isAsked: whether its provider can be asked.
    package func remedyOfDoubt(isAsked: Bool) -> String {
        (isAsked
            ? "The provider is being asked."
            : "Its account is not in config.lua; it cannot be settled until the account is back.")
            + " To settle it yourself: `adopt` if the line exists, `doubts --dismiss \(id)` if it "
            + "does not."
    }
}
