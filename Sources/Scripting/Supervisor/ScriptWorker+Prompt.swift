package import Lines

/// A line of Lua evaluated beside a loaded script, for a prompt.
extension ScriptWorker {
    /// The text of a loaded script.
    package func source(of script: String) -> String? { records[script]?.source }

    /// What came of a line.
    package enum Evaluation: Equatable, Sendable {
        /// The values, each as text, and what it decided.
        case done(values: [String], RunReport)
        /// Its text is not finished.
        case incomplete
        case failed(ScriptFailure, log: [String])
    }

    /// - Parameter message: the message that decisions are about, as the global `message`.
    package func evaluate(
        _ source: String, beside name: String, message: ScriptValue?, now: Instant,
        answering: @escaping ScriptAnswering
    ) async -> Evaluation {
        await inTurn {
            guard records[name]?.isResident == true else {
                return .failed(
                    ScriptFailure(
                        script: name, kind: .unavailable,
                        message: "its worker has ended, with all it knew"), log: [])
            }
            var fields: [String: ScriptValue] = [
                "source": .string(source), "now": .integer(now.milliseconds),
            ]
            fields["message"] = message
            let conversation = await converse(
                request(.evaluate, name, .table(fields)), answering: answering)
            switch outcome(of: conversation, name) {
            case .failure(let failure):
                if failure.kind != .error { records[name]?.isResident = false }
                guard case .reply(let reply) = conversation else {
                    return .failed(failure, log: [])
                }
                return .failed(failure, log: logLines(reply.log))
            case .success(let reply):
                if reply.value["incomplete"]?.flag == true { return .incomplete }
                if let why = reply.value["wrong"]?.text {
                    return .failed(
                        ScriptFailure(script: name, kind: .compile, message: why), log: [])
                }
                let values = reply.value["results"]?.items?.compactMap(\.text) ?? []
                return .done(values: values, RunReport(script: name, completed: reply))
            }
        }
    }
}
