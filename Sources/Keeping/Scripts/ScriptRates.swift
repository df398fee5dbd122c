import Accounts
/// How much may follow from a script's own decisions: `scripts` in config.lua.
package struct ScriptRates: Equatable, Sendable {
    /// How many of a script's decisions may follow from each other.
    package var chain = 8
    package var decisionsPerMinute = 60
    package var forwardsPerMinute = 20
    package var pendingTimers = 1000
    package var pendingForwards = 1000
    package var pendingEvents = 1000

    package init() {}
}
