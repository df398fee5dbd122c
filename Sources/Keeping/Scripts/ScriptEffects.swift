import Accounts
import Lines
import Storage

/// What is to be written of the decisions of one commit, gathered before anything is.
struct ScriptEffects {
    var actions: [Action] = []
    /// Forwards that are not to be sent any more.
    var withdrawn: [Action] = []
    var lines: [Line] = []
    var events: [EventRecord] = []
    /// Whether a database that this one replaced may already have carried out what is being
    /// planned.
    var mayBeRepeats = false
    /// What led to the decisions that are being planned.
    var chain: [String] = []

    /// Keeps one copy of a line, with all decisions about it.
    mutating func change(_ line: Line) {
        lines.removeAll { $0.id == line.id }
        lines.append(line)
    }
}
