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
    /// Where what was decided on the present subject begins, and the lines it changed.
    private var present = (first: 0, lines: Set<Line.ID>())

    mutating func begin(by chain: [String], mayBeRepeats: Bool) {
        self.chain = chain
        self.mayBeRepeats = mayBeRepeats
        present = (actions.count, [])
    }

    /// Whether what was decided on the present subject is about this line, or tells somebody.
    func seeTo(_ line: Line.ID) -> Bool {
        present.lines.contains(line)
            || actions[present.first...].contains {
                $0.state != .failed && ($0.kind == .forward || $0.line == line)
            }
    }

    /// Keeps one copy of a line, with all decisions about it.
    mutating func change(_ line: Line) {
        lines.removeAll { $0.id == line.id }
        lines.append(line)
        present.lines.insert(line.id)
    }
}
