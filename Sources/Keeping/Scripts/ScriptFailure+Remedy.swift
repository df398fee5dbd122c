import Accounts
import Lines
import Scripting

extension ScriptFailure {
    /// What a person can do about a message on which a script failed.
    func remedy(on message: Message.ID) -> String {
        kind.isOfScript
            ? "Message \(message) is set aside for it: mend the script and run "
                + "`script \(script) --again \(message)`"
            : "Run `retry --message \(message)` to run it again"
    }
}
