package import Lines

/// What of the configuration the keeper decides by.
package struct KeeperSettings: Equatable, Sendable {
    package var policy = Policy()
    /// Channel names by route.
    package var routes: [String: [String]] = [:]
    package var spendingPerDay: Money?
    /// What scripts may spend in a day.
    package var scriptsPerDay: Money?

    package init() {}
}
