import Accounts
import Lines
import Scripting
import Storage

/// Collects what is wrong right now, from what is known and from the forwards and timers on disk.
extension KeeperLogic {
    /// How long ago a forward may have died to be told of.
    private static let lately = Duration.days(1)
    /// How long a forward that died is a trouble at least, even if the next one was taken.
    private static let shortest = Duration.minutes(1)

    func troubles(by rules: AlertRules) -> [Trouble] {
        let moment = moment
        let ofAccounts = books.values.flatMap {
            $0.troubles(at: moment, by: rules, balanceBelow: settings.balanceBelow)
        }
        return ofAccounts + missingAccounts().map(trouble) + troublesOnDisk(by: rules)
    }

    /// What only the disk knows; if it cannot be read, what it last told.
    private func troublesOnDisk(by rules: AlertRules) -> [Trouble] {
        do throws(StoreError) {
            let timers = try disk.failingTimers().filter { $0.value > 1 }.keys.sorted()
            var found = timers.map(timerTrouble)
            for channel in (channels ?? []).sorted() {
                found += try troubles(of: channel, by: rules)
            }
            return found
        } catch {
            return troubles.open.map(\.trouble).filter {
                $0.kind.isOfChannel || $0.kind == .timerFailing
            }
        }
    }

    private func trouble(_ missing: Keeper.MissingAccount) -> Trouble {
        let count = counted(missing.lines, "line")
        return Trouble(
            .accountMissing, missing.name,
            "Account \(missing.name) is not in config.lua, and still holds \(count): nothing is "
                + "done for \(missing.lines == 1 ? "it" : "them").",
            remedy: "Add the account again and restart. If it was renamed, run `adopt NEW --from "
                + "\(missing.name)`.",
            over: "The lines of account \(missing.name) have an account again, or have ended.")
    }

    private func timerTrouble(of script: String) -> Trouble {
        Trouble(
            .timerFailing, script, "A timer of \(script) fails again and again.",
            remedy: "`scripts` shows the error, `script \(script) --timers` the timers.",
            over: "The timers of \(script) fail no more, or were given up.")
    }

    // MARK: Channels

    private func troubles(
        of channel: String, by rules: AlertRules
    ) throws(StoreError) -> [Trouble] {
        let now = moment.now
        let settled = troubles.entries[Trouble.Key(.forwardDead, channel)]?.endedAt
        let since = max(now - Self.lately, settled ?? now - Self.lately)
        let forwards = try disk.troubles(ofForwardsTo: channel, diedAfter: since)
        var found: [Trouble] = []
        if notes.gone.contains(channel) {
            found.append(
                Trouble(
                    .channelGone, channel,
                    "The receiver of channel \(channel) is gone for good: it answered with status 410.",
                    remedy:
                        "Correct channels.\(channel) in config.lua and restart, then run `retry`.",
                    over: "Channel \(channel) takes forwards again."))
        }
        if let last = forwards.lastDeadAt,
            now - last < Self.shortest || notes.takenAt[channel].map({ $0 <= last }) ?? true
        {
            let count = forwards.dead
            let quote = rules.quotes ? forwards.lastError.map { " \($0)" } ?? "" : ""
            found.append(
                Trouble(
                    .forwardDead, channel,
                    "\(counted(count, "forward")) to channel \(channel) could not be delivered and "
                        + "\(count == 1 ? "is" : "are") not tried again.\(quote)",
                    remedy: "`actions --state failed` shows why, `retry` sends them again.",
                    over: "Channel \(channel) takes forwards again. `actions --state failed` lists "
                        + "those that were not delivered."))
        }
        if let oldest = forwards.waitingSince, now - oldest > rules.waitingFor {
            found.append(
                Trouble(
                    .forwardWaiting, channel,
                    "Forwards to channel \(channel) wait: it has not taken the oldest one for more "
                        + "than \(rules.waitingFor.inWords).",
                    remedy: "Check the receiver; `channels` shows the error. They are tried again.",
                    over:
                        "Channel \(channel) has taken the forwards that waited, or they have ended."
                ))
        }
        return found
    }
}
