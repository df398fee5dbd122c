import Keeping
import Lines
import Running
import Scripting

/// Converts what tried scripts did to the socket's records.
extension RehearsalRecord {
    /// - Parameter lines: the lines of the texts that were tried, by script, if their counts are wanted.
    init(_ trial: ScriptRunner.Trial, _ report: RunReport, lines texts: [String: [String]]?) {
        subject = trial.subject
        message = trial.message.flatMap { $0.id > 0 ? $0.id : nil }
        sender = trial.message?.sender
        text = trial.message?.text
        script = report.script
        outcome =
            report.outcome == .noHandler
            ? "no \(trial.call.handler.rawValue)" : report.outcomeName
        decisions = report.decisionRecords
        log = report.log
        failure = report.failure?.description
        microseconds = report.duration.microseconds
        lines = texts.map { texts in
            report.lines.map { line in
                let text = texts[line.file] ?? []
                let place = line.line - 1
                return TracedLine(
                    file: line.file, line: line.line, count: line.count,
                    text: text.indices.contains(place) ? text[place] : "")
            }
        }
    }
}

extension RunReport {
    var outcomeName: String {
        switch outcome {
        case .completed: stopped ? "stopped" : "completed"
        case .noHandler: "no handler"
        case .failed: "failed"
        }
    }

    var decisionRecords: [DecisionRecord] {
        decisions.indices.map { index in
            let place = places.indices.contains(index) ? places[index] : DecisionPlace(at: "")
            let decision = decisions[index]
            return DecisionRecord(
                what: decision.description, whole: decision.whole,
                fields: decision.furtherFields.map {
                    FieldRecord(name: $0.name, value: $0.value.text ?? $0.value.json)
                },
                at: place.at, locals: place.locals)
        }
    }
}

extension Rehearsal.Script {
    /// The same with the values that it remembered at the end of the last piece.
    func remembering(_ memories: [ScriptMemory]) -> Rehearsal.Script {
        var script = self
        let values = memories.first { $0.script == name }?.values ?? []
        script.memory = Dictionary(
            values.map { ($0.key, ScriptValue(json: $0.value)) }, uniquingKeysWith: { $1 })
        return script
    }

    var numberedLines: [String] {
        source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
