package import Lines

/// Loading scripts, running their handlers, and evaluating the configuration.
extension ScriptWorker {
    /// Loads a script or a new version of it. Where that fails, the version before stays.
    ///
    /// - Parameters:
    ///   - memory: what the script remembered. Nil keeps what a version before it remembers.
    ///   - now: what `keeper.now()` answers at the top level of the file.
    package func load(
        _ name: String, source: String, memory: [String: ScriptValue]? = nil, now: Instant
    ) async -> Result<Loaded, ScriptFailure> {
        await inTurn {
            let memory = memory ?? records[name]?.memory ?? [:]
            let result = await again(after: \.failure) {
                await send(name, source: source, memory: memory, now: now)
            }
            if case .success = result { records[name] = Record(source: source, memory: memory) }
            return result
        }
    }

    package func unload(_ name: String) async {
        await inTurn {
            guard let record = records.removeValue(forKey: name), record.isResident else { return }
            _ = await converse(request(.unload, name, .null), answering: nil)
        }
    }

    /// Has a script remember something else. It begins anew with that before its next run.
    package func reset(_ name: String, memory: [String: ScriptValue]) async {
        await inTurn {
            records[name]?.memory = memory
            records[name]?.isResident = false
        }
    }

    /// Runs one handler of one loaded script.
    package func run(
        _ name: String, _ call: HandlerCall, now: Instant, answering: @escaping ScriptAnswering
    ) async -> RunReport {
        await inTurn {
            let started = MachineTime.now()
            var report = await again(after: \.failure) {
                await attempt(name, call, now: now, answering: answering)
            }
            report.duration = MachineTime.now() - started
            return report
        }
    }

    /// Evaluates `config.lua` in a state of its own and gives back the globals it set.
    package func evaluate(
        configuration source: String, name: String
    ) async -> Result<ScriptValue, ScriptFailure> {
        await inTurn {
            let frame = request(
                .configure, name, ["name": .string(name), "source": .string(source)])
            return await again(after: \.failure) {
                outcome(of: await converse(frame, answering: nil), name).map(\.value)
            }
        }
    }

    /// Asks, and once more for each way in which a worker can be lost that is no fault of the script:
    /// what a script decides counts only when the run has ended. Not more often, for the machine may
    /// have been short of memory because of it.
    private func again<Answer>(
        after failure: (Answer) -> ScriptFailure?, _ ask: () async -> Answer
    ) async -> Answer {
        var causes: Set<ScriptFailure.Kind> = [.stalled, .killed, .garbled, .crashed]
        while true {
            let answer = await ask()
            guard let kind = failure(answer)?.kind, causes.remove(kind) != nil else {
                return answer
            }
        }
    }

    private func send(
        _ name: String, source: String, memory: [String: ScriptValue], now: Instant
    ) async -> Result<Loaded, ScriptFailure> {
        guard source.utf8.count <= limits.source else {
            let message = "\(name): longer than the \(limits.source / 1024) KB a script may have"
            return .failure(ScriptFailure(script: name, kind: .compile, message: message))
        }
        var fields: [String: ScriptValue] = [
            "name": .string(name), "source": .string(source), "memory": .table(memory),
            "now": .integer(now.milliseconds),
        ]
        fields["routes"] = environment.routes.map { .array($0.map { .string($0) }) }
        fields["channels"] = environment.channels.map { .array($0.map { .string($0) }) }
        let frame = request(.load, name, .table(fields))
        return outcome(of: await converse(frame, answering: nil), name).map { reply in
            let handlers = reply.value["handlers"]?.items?.compactMap(\.text) ?? []
            return Loaded(handlers: handlers.sorted(), log: logLines(reply.log))
        }
    }

    private func attempt(
        _ name: String, _ call: HandlerCall, now: Instant, answering: @escaping ScriptAnswering
    ) async -> RunReport {
        if let failure = await makeResident(name, now: now) {
            return RunReport(script: name, outcome: .failed(failure))
        }
        let frame = request(
            .run, name,
            [
                "handler": .string(call.handler.rawValue), "now": .integer(now.milliseconds),
                "arguments": .array(call.arguments), "count": .integer(Int64(call.arguments.count)),
            ])
        let conversation = await converse(frame, answering: answering)
        switch outcome(of: conversation, name) {
        case .success(let reply):
            let report = RunReport(script: name, completed: reply)
            apply(report.memoryChanges, to: name)
            return report
        case .failure(let failure):
            // The worker dropped the state of anything but a plain error.
            if failure.kind != .error { records[name]?.isResident = false }
            var report = RunReport(script: name, outcome: .failed(failure))
            if case .reply(let reply) = conversation { report.log = logLines(reply.log) }
            return report
        }
    }

    /// Has the process know the script, after a start or after its state was dropped.
    private func makeResident(_ name: String, now: Instant) async -> ScriptFailure? {
        guard let record = records[name] else {
            return ScriptFailure(script: name, kind: .unavailable, message: "it is not loaded")
        }
        guard !record.isResident else { return nil }
        switch await send(name, source: record.source, memory: record.memory, now: now) {
        case .failure(let failure): return failure
        case .success:
            records[name]?.isResident = true
            return nil
        }
    }

    private func apply(_ changes: [String: ScriptValue?], to name: String) {
        for (key, value) in changes { records[name]?.memory[key] = value }
    }

    private func request(_ verb: Frame.Verb, _ name: String, _ value: ScriptValue) -> Frame {
        var writer = WireWriter()
        writer.append(.string(name))
        writer.append(value)
        return Frame(verb, writer.bytes)
    }

    private func outcome(
        of conversation: Conversation, _ name: String
    ) -> Result<WorkerReply, ScriptFailure> {
        switch conversation {
        case .reply(let reply) where reply.outcome == .done: .success(reply)
        case .reply(let reply): .failure(ScriptFailure(script: name, reply))
        case .killed:
            .failure(
                ScriptFailure(
                    script: name, kind: .hardLimit,
                    message: "\(name): killed after \(limits.hard.milliseconds) ms"))
        case .stalled:
            .failure(
                ScriptFailure(
                    script: name, kind: .stalled,
                    message: "\(name): the worker stood still under it and was killed"))
        case .died(let how):
            .failure(
                ScriptFailure(
                    script: name, kind: how == .killed ? .killed : .crashed,
                    message: "\(name): the worker died under it; \(how)"))
        case .garbled:
            .failure(
                ScriptFailure(
                    script: name, kind: .garbled,
                    message: "\(name): what the worker answered could not be read"))
        case .tooLong:
            .failure(
                ScriptFailure(
                    script: name, kind: .error,
                    message: "\(name): what it is to be handed is too long for a script"))
        case .unavailable(let why):
            .failure(ScriptFailure(script: name, kind: .unavailable, message: why))
        }
    }
}

extension Result where Failure == ScriptFailure {
    fileprivate var failure: ScriptFailure? {
        if case .failure(let failure) = self { return failure }
        return nil
    }
}
