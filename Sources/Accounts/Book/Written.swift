package import Lines
package import Storage

/// The facts written to disk: without this proof, nothing durable changes in memory.
package struct Written: Sendable {
    /// A fact that is now on disk.
    package enum Fact: Sendable {
        case line(Line)
        case goneLine(Line.ID)
        case moved([Line], from: String, to: String)
        /// Open or ended, according to its state.
        case action(OpenAction)
        case channelTest(OpenAction)
        case planned(key: String, on: Line.ID)
        case freed(key: String, on: Line.ID)
        case silence(Silence?, of: String)
        case clock(Duration, of: String)
        case endpoint(PushEndpoint)
        /// All ids by which an account's provider has ever known lines, loaded at a start.
        case providerIDs([String: Line.ID], of: String)
    }

    /// In the order of the changes.
    package private(set) var facts: [Fact] = []
    /// Events for watchers.
    package private(set) var records: [EventRecord] = []

    package init() {}

    package mutating func add(_ fact: Fact) { facts.append(fact) }

    package mutating func add(_ record: EventRecord) { records.append(record) }

    /// The line as the last change left it.
    package var line: Line? {
        for case .line(let line) in facts.reversed() { return line }
        return nil
    }

    /// The last action written, for changes that write one.
    package var onlyAction: OpenAction {
        for fact in facts.reversed() {
            switch fact {
            case .action(let action), .channelTest(let action): return action
            default: continue
            }
        }
        preconditionFailure("no action was written")
    }

    package var actions: [OpenAction] {
        facts.compactMap { if case .action(let action) = $0 { action } else { nil } }
    }
}
