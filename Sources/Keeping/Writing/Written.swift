import Lines
import Storage

/// What was made of changes on disk: proof that they are there, without which nothing durable changes in
/// memory.
struct Written: Sendable {
    /// One thing that is true from now on.
    enum Fact: Sendable {
        case line(Line)
        case goneLine(Line.ID)
        case moved([Line], from: String, to: String)
        /// Open or over, as its state says.
        case action(OpenAction)
        case channelTest(OpenAction)
        case planned(key: String, on: Line.ID)
        case freed(key: String, on: Line.ID)
        case silence(Silence?, of: String)
        case endpoint(PushPlace)
        /// All ids by which an account's provider ever knew lines, as a start finds them.
        case providerIDs([String: Line.ID], of: String)
    }

    /// In the order of the changes they come from.
    private(set) var facts: [Fact] = []
    /// What happened, for those who watch.
    private(set) var records: [EventRecord] = []

    mutating func add(_ fact: Fact) { facts.append(fact) }

    mutating func add(_ record: EventRecord) { records.append(record) }

    /// The line as the last of the changes left it.
    var line: Line? {
        for case .line(let line) in facts.reversed() { return line }
        return nil
    }

    /// The action that was written last, by changes that write one.
    var onlyAction: OpenAction {
        for fact in facts.reversed() {
            switch fact {
            case .action(let action), .channelTest(let action): return action
            default: continue
            }
        }
        preconditionFailure("no action was written")
    }

    var actions: [OpenAction] {
        facts.compactMap { if case .action(let action) = $0 { action } else { nil } }
    }
}
