package import Accounts
package import Lines

/// The interface for troubles and alerts.
extension Keeper {
    package func tellTroubles(besides others: [Trouble]) -> [Alert] {
        logic.tellTroubles(besides: others)
    }

    package func channels(for alert: Alert) -> [String] {
        logic.chains(for: alert).flatMap(\.channels)
    }

    package func recordTrialAlert() throws(KeeperError) -> [OpenAction] {
        try logic.recordTrialAlert()
    }

    package var openTroubles: [TroubleEntry] { logic.troubles.open }

    package var goneChannels: Set<String> { logic.notes.gone }
}
