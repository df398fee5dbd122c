import Accounts
import Lines
import Storage

/// Detects time stamps of messages that are hours off, per account, with the setting that would
/// correct them.
extension KeeperLogic {
    /// Messages that are new since the last look show how far their provider's stamps are off.
    ///
    /// - Parameters:
    ///   - before: the line before they were stored.
    ///   - count: how many of them were new.
    mutating func noteStamps(
        of messages: [ReceivedMessage], new count: Int, on before: Line
    ) throws(StoreError) {
        guard count > 0, let looked = before.lookedAt,
            let latest = messages.compactMap(\.receivedAt).max()
        else { return }
        let name = before.account
        // Read first, because the account must not be read while it is being changed.
        let now = time(of: name)
        let isNews = books[name]?.account?.stamps.hear(latest, after: looked, now: now)
        guard isNews == true, let state = books[name]?.account, let ahead = state.stamps.ahead
        else {
            return
        }
        let side = ahead < .zero ? "behind" : "ahead"
        let zone = Self.zone(at: state.configuration.zoneOffset + ahead)
        try note(
            kind: "stamps",
            text: "Account \(name): its message times are \(Self.spoken(ahead)) \(side). If the "
                + "provider omits the time zone, set time_zone = \"\(zone)\" in config.lua.")
    }

    /// `UTC-3`, `UTC+5:30`.
    private static func zone(at offset: Duration) -> String {
        guard offset != .zero else { return "UTC" }
        let minutes = (offset < .zero ? .zero - offset : offset).wholeSeconds / 60
        let rest = minutes % 60 == 0 ? "" : ":\(minutes % 60)"
        return "UTC\(offset < .zero ? "-" : "+")\(minutes / 60)\(rest)"
    }

    private static func spoken(_ offset: Duration) -> String {
        let minutes = (offset < .zero ? .zero - offset : offset).wholeSeconds / 60
        let parts = [(minutes / 60, "h"), (minutes % 60, "min")].filter { $0.0 > 0 }
        return parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
