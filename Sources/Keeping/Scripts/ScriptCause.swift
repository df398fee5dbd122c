import Accounts
import Lines
import Storage

/// What led to a run of a script: the decisions that followed from each other, oldest first.
package struct ScriptCause: Equatable, Sendable {
    /// A timer that waits at least this long begins anew: it may set itself again for ever.
    private static let longWait = Duration.seconds(10)

    /// Phrases, such as `message 17` and `timer tick`.
    package private(set) var chain: [String] = []

    package init(_ chain: [String] = []) { self.chain = chain }

    /// Whether the run follows from decisions that followed from decisions. What a script decides
    /// on a message, or on the delivery of that, is not counted: there are as many messages as
    /// there are, and nobody must be able to stop a script by writing often.
    package var isCounted: Bool { chain.count > 1 }

    /// What is kept with the decisions of a run about a subject.
    func ofDecisions(about subject: ScriptResult.Subject) -> [String] { chain + [subject.phrase] }

    /// The same for a timer. Of one that waits long, only what tells whether it is counted.
    func ofTimer(about subject: ScriptResult.Subject, after delay: Duration) -> [String] {
        let all = ofDecisions(about: subject)
        return delay < Self.longWait ? all : all.suffix(2)
    }

    var shown: String { chain.joined(separator: " → ") }
}

extension EventRecord {
    /// What a script told another; nil for any other event.
    fileprivate var emission: ScriptEventPayload.Emitted? {
        guard kind == "script_event" else { return nil }
        return payload.flatMap(ScriptEventPayload.init)?.emitted
    }
}

extension ScriptResult.Subject {
    fileprivate var phrase: String {
        switch self {
        case .message(let message): "message \(message.id)"
        case .event(let event):
            event.emission.map { "\($0.from) tells \($0.name.prefix(40))" }
                ?? event.line.map { "\(event.kind) of line \($0)" } ?? event.kind
        case .timer(let timer): "timer \(timer.name.prefix(40))"
        case .start: "start"
        }
    }
}
