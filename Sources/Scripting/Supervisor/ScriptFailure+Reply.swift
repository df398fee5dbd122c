/// Translates a worker's reply to a domain error.
extension ScriptFailure {
    init(script: String, _ reply: WorkerReply) {
        let kind: Kind =
            switch reply.outcome {
            case .done, .failed: .error
            case .late: .softLimit
            case .noMemory: .memory
            case .overrun: .tooManyDecisions
            case .unknown: .unavailable
            case .notCompiled: .compile
            case .unstoppable: .hardLimit
            }
        // A tail call leaves no stack frame that knows the line.
        let isPlaced = reply.message.hasPrefix(script + ":")
        self.init(
            script: script, kind: kind,
            message: isPlaced ? reply.message : "\(script): \(reply.message)",
            traceback: userFrames(reply.traceback))
    }
}

extension RunReport {
    /// For a run that completed but failed nevertheless, because its decisions cannot be read.
    init(script: String, completed reply: WorkerReply) {
        guard reply.value["found"]?.flag == true else {
            self.init(script: script, outcome: .noHandler)
            return
        }
        do throws(WireError) {
            var decisions: [Decision] = []
            for value in reply.value["decisions"]?.items ?? [] {
                decisions.append(try Decision(value))
            }
            self.init(script: script, outcome: .completed)
            self.decisions = decisions
            places = (reply.value["places"]?.items ?? []).map(DecisionPlace.init)
            if places.count != decisions.count { places = [] }
        } catch {
            let message = "\(script): the worker returned an invalid decision"
            let failure = ScriptFailure(script: script, kind: .crashed, message: message)
            self.init(script: script, outcome: .failed(failure))
            return
        }
        for (key, value) in reply.value["changes"]?.fields ?? [:] { memoryChanges[key] = value }
        for key in reply.value["forgotten"]?.items?.compactMap(\.text) ?? [] {
            memoryChanges.updateValue(nil, forKey: key)
        }
        stopped = reply.hasStopped
        stoppedAt = reply.value["stopped_at"]?.text
        lines = LineCount.all(in: reply.lines)
        log = logLines(reply.log)
    }
}

func logLines(_ log: String) -> [String] {
    log.split(separator: "\n").map(String.init)
}

/// A traceback without the frames of the prelude and of C below the handler.
private func userFrames(_ traceback: String) -> String {
    var lines = traceback.split(separator: "\n")
    lines.removeAll { $0.contains("[keeper]:") }
    while let last = lines.last, last.contains("[C]: in ?") { lines.removeLast() }
    return lines.count > 1 ? lines.joined(separator: "\n") : ""
}

extension DecisionPlace {
    fileprivate init(_ value: ScriptValue) {
        self.init(
            at: value["at"]?.text ?? "",
            locals: value["locals"]?.items?.compactMap(\.text) ?? [])
    }
}
