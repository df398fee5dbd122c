import Accounts
import Lines
import Storage

/// What scripts may pay for: nothing until a person allows it, and each thing once.
extension KeeperLogic {
    /// When a failed extension may be decided again: sooner, it would only fail again.
    private static let pauseAfterFailure = Duration.hours(1)
    static let scriptsMayNotPay =
        "Scripts may spend nothing until `spending.scripts` in config.lua gives an amount per day."

    /// Why a script's decision that costs money is not carried out; nil if it is.
    func obstacleToPaying(_ kind: Action.Kind, _ line: Line) -> String? {
        guard kind == .extend else { return nil }
        guard settings.scriptsPerDay != nil else { return Self.scriptsMayNotPay }
        let now = moment.now
        // If this cannot be read, nothing is paid for.
        guard
            let earlier = try? disk.extensionsByScripts(of: line.id, since: now - .days(400))
        else {
            return "what scripts have extended before cannot be read."
        }
        guard
            let last = earlier.last(where: {
                $0.details.expiryDecided == line.expiresAt && $0.result != RestoredCopy.mayBeRepeat
            })
        else { return nil }
        switch last.state {
        case .pending, .running, .done, .doubt:
            return "\(last.origin) has extended it for this expiry already (action \(last.id))."
        case .failed, .dropped:
            let again = (last.endedAt ?? last.createdAt) + Self.pauseAfterFailure
            guard again > now else { return nil }
            return
                "the extension failed (action \(last.id)) and would only fail again. Scripts can "
                + "decide it once more in \((again - now).inWords)."
        }
    }
}
