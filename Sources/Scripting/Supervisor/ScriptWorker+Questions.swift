import Lines
import Transport

/// Answers what running scripts ask: by itself what it can, otherwise by asking the manager.
extension ScriptWorker {
    func reply(to frame: Frame, _ answering: ScriptAnswering?) async -> Frame {
        var reader = WireReader(frame.payload)
        let question = try? reader.value()
        let result: Result<ScriptValue, ScriptQueryError> =
            switch (question?["verb"]?.text, answering, question.flatMap(ScriptQuery.init)) {
            case ("zone", _, _):
                LocalZone.named(question?["name"]?.text ?? "").map { .success($0.wire) }
                    ?? .failure(ScriptQueryError("there is no such time zone"))
            case ("module", _, _): lend(question?["name"]?.text ?? "")
            case (_, .some(let answering), .some(let query)): await answering(query)
            default: .failure(ScriptQueryError("no manager can answer"))
            }
        let answer: ScriptValue =
            switch result {
            case .success(let value): ["value": value]
            case .failure(let error): [error.field: .string(error.description)]
            }
        let whole = Frame(.answer, WireWriter.encode(answer))
        guard whole.bytes == nil else { return whole }
        return Frame(
            .answer,
            WireWriter.encode(["reason": "the answer is too large; give a limit"]))
    }
}
