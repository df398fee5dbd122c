import Accounts
package import Lines

/// The part of the configuration that the keeper's decisions depend on.
package struct KeeperSettings: Equatable, Sendable {
    package var policy = Policy()
    package var routes: [String: Route] = [:]
    /// When each channel is sent to; at once, if none is named here.
    package var timings: [String: ChannelTiming] = [:]
    package var spendingPerDay: Money?
    /// The daily spending limit of scripts; nil if they may spend nothing.
    package var scriptsPerDay: Money?
    /// The balance of an account below which somebody is told; nil tells nobody.
    package var balanceBelow: Money?
    /// Where alerts go; nil if troubles are not watched at all.
    package var alerts: AlertSettings?

    /// The zone in which people and scripts mean times.
    package var zone = LocalZone.utc
    /// How much may follow from a script's own decisions.
    package var scriptRates = ScriptRates()

    package init() {}
}
