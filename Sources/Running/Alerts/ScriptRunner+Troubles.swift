import Lines
import Scripting

/// What is wrong with the scripts, as a person should be told.
extension ScriptRunner {
    func troubles(by rules: AlertRules) async -> [Trouble] {
        let ofScripts = await statuses().flatMap { $0.troubles(quoting: rules.quotes) }
        guard cannotRun else { return ofScripts }
        return ofScripts + [
            Trouble(
                .scriptsStopped, "", "Scripts cannot run. Messages are stored and wait.",
                remedy: "The log says why; restart the manager if it goes on.",
                over: "Scripts run again, and what waited is handled.")
        ]
    }
}

extension ScriptStatus {
    fileprivate func troubles(quoting: Bool) -> [Trouble] {
        var found: [Trouble] = []
        let fault = newerVersionError ?? (state == .broken ? lastFailure?.description ?? "" : nil)
        if let fault {
            let place = Self.place(in: fault).map { " at \($0)" } ?? ""
            found.append(
                Trouble(
                    .scriptBroken, name,
                    "\(name) cannot be loaded\(quoting ? ": \(fault)" : place)\(quoting ? "" : ".") "
                        + (state == .broken
                            ? "It does not run." : "The version before it goes on running."),
                    remedy: "`scripts` shows the error; it is loaded when it is saved again.",
                    over: "\(name) is loaded, or was removed."))
        }
        if state == .paused {
            let reason = quoting ? pauseReason.map { ": \($0)" } ?? "." : "."
            found.append(
                Trouble(
                    .scriptPaused, name, "\(name) is paused because it keeps failing\(reason)",
                    remedy:
                        "`script \(name)` shows the errors, `script \(name) --resume` runs it again.",
                    over: "\(name) runs again, or was removed."))
        }
        return found
    }

    /// `20-bank.lua:7` in the description of a fault. What follows may quote a message.
    private static func place(in fault: String) -> String? {
        fault.firstMatch(of: /[^\s:\/]+\.lua:[0-9]+/).map { String($0.output) }
    }
}

extension Trouble {
    init(webhookOf account: String) {
        self.init(
            .webhook, account, "The webhook subscription of account \(account) cannot be kept up.",
            remedy:
                "Messages are fetched by polling, which takes longer. `webhooks` shows it; check "
                + "push.url in config.lua.",
            over: "The webhook subscription of account \(account) is set up again.")
    }
}
