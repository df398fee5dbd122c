package import Lines

/// Loads scripts, runs their handlers, and evaluates the configuration.
extension ScriptWorker {
    /// Loads a script or a new version of it. If that fails, the previous version stays.
    ///
    /// - Parameters:
    ///   - memory: the values the script remembers. Nil keeps those of the previous version.
    ///   - now: the result of `keeper.now()` at the top level of the file.
    package func load(
        _ name: String, source: String, memory: [String: ScriptValue]? = nil, now: Instant
    ) async -> Result<Loaded, ScriptFailure> {
        await loading(name, source: source, memory: memory, now: now).result
    }

    /// The same, with the modules that the script asked for, whether they are there or not.
    func loading(
        _ name: String, source: String, memory: [String: ScriptValue]? = nil, now: Instant
    ) async -> (result: Result<Loaded, ScriptFailure>, modules: Set<String>) {
        await inTurn {
            let shelf = shelf
            let memory = memory ?? records[name]?.memory ?? [:]
            let record = Record(source: source, memory: memory, shelf: shelf)
            let result = await again(after: \.failure) { await send(name, record, now: now) }
            if case .success = result { records[name] = record }
            return (result, lending.asked)
        }
    }

    /// The text of a module, for the script that is being loaded.
    func lend(_ module: String) -> Result<ScriptValue, ScriptQueryError> {
        lending.asked.insert(module)
        return lending.shelf.text(of: module).map(ScriptValue.string)
    }

    package func unload(_ name: String) async {
        await inTurn {
            guard let record = records.removeValue(forKey: name), record.isResident else { return }
            _ = await converse(request(.unload, name, .null), answering: nil)
        }
    }

    /// Replaces the memory of a script. It is reloaded with it before its next run.
    package func reset(_ name: String, memory: [String: ScriptValue]) async {
        await inTurn {
            records[name]?.memory = memory
            records[name]?.isResident = false
        }
    }

    /// Runs one handler of several loaded scripts in order until one stops the message. Returns a
    /// report for each that ran.
    package func run(
        _ names: [String], _ call: HandlerCall, now: Instant, answering: @escaping ScriptAnswering
    ) async -> [RunReport] {
        await inTurn {
            var reports: [RunReport] = []
            var call = call
            // The retries are per script, as in `again`.
            var causes = Self.repeatable
            while reports.count < names.count, reports.last?.stopped != true {
                let more = await attempt(
                    names[reports.count...], call, now: now, answering: answering)
                reports += more
                call = call.seen(after: more.flatMap(\.decisions))
                if more.count > 1 { causes = Self.repeatable }
                if let kind = more.last?.failure?.kind, causes.remove(kind) != nil {
                    reports.removeLast()
                } else {
                    causes = Self.repeatable
                }
            }
            return reports
        }
    }

    /// Runs one handler of one loaded script.
    package func run(
        _ name: String, _ call: HandlerCall, now: Instant, answering: @escaping ScriptAnswering
    ) async -> RunReport {
        let reports = await run([name], call, now: now, answering: answering)
        return reports.first ?? RunReport(script: name, outcome: .noHandler)
    }

    /// Evaluates `config.lua` in a state of its own and returns the globals it set.
    ///
    /// - Parameter channelKinds: the names of the constructors of channels.
    package func evaluate(
        configuration source: String, name: String, channelKinds: [String] = []
    ) async -> Result<ScriptValue, ScriptFailure> {
        await inTurn {
            let frame = request(
                .configure, name,
                [
                    "name": .string(name), "source": .string(source),
                    "channel_kinds": .array(channelKinds.map { .string($0) }),
                ])
            return await again(after: \.failure) {
                outcome(of: await converse(frame, answering: nil), name).map(\.value)
            }
        }
    }

    private static let repeatable: Set<ScriptFailure.Kind> = [
        .stalled, .killed, .garbled, .crashed,
    ]

    /// Asks, and repeats once for each way in which a worker can be lost without the script's
    /// fault; this is safe because a script's decisions count only when the run has ended. There
    /// are no further retries, because the script may have caused the machine's lack of memory.
    private func again<Answer>(
        after failure: (Answer) -> ScriptFailure?, _ ask: () async -> Answer
    ) async -> Answer {
        var causes = Self.repeatable
        while true {
            let answer = await ask()
            guard let kind = failure(answer)?.kind, causes.remove(kind) != nil else {
                return answer
            }
        }
    }

    private func send(
        _ name: String, _ record: Record, now: Instant
    ) async -> Result<Loaded, ScriptFailure> {
        let (source, memory) = (record.source, record.memory)
        lending = (record.shelf, [])
        guard source.utf8.count <= limits.source else {
            let message = "\(name): longer than the limit of \(limits.source / 1024) KB"
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
            return Loaded(
                handlers: handlers.sorted(), remark: reply.value["remark"]?.text,
                log: logLines(reply.log), lines: LineCount.all(in: reply.lines))
        }
    }

    /// Runs as many of the scripts as the process has loaded in one request. Always returns a
    /// report of the first; returns fewer than requested if one stopped the message or the worker
    /// was lost.
    private func attempt(
        _ names: ArraySlice<String>, _ call: HandlerCall, now: Instant,
        answering: @escaping ScriptAnswering
    ) async -> [RunReport] {
        guard let first = names.first else { return [] }
        if let failure = await makeResident(first, now: now) {
            return [RunReport(script: first, outcome: .failed(failure))]
        }
        let ready = names.prefix { records[$0]?.isResident == true }
        var writer = WireWriter()
        writer.append(.array(ready.map(ScriptValue.string)))
        writer.append([
            "handler": .string(call.handler.rawValue), "now": .integer(now.milliseconds),
            "run": .string(call.run), "arguments": .array(call.arguments),
            "count": .integer(Int64(call.arguments.count)),
        ])
        var started = MachineTime.now()
        let process: ChildProcess
        switch begin(Frame(.run, writer.bytes)) {
        case .begun(let begun): process = begun
        case .ended(let end): return [report(of: first, end, since: &started)]
        }
        var reports: [RunReport] = []
        for name in ready {
            let conversation = await reply(from: process, answering: answering)
            reports.append(report(of: name, conversation, since: &started))
            guard case .reply(let reply) = conversation, !reply.hasStopped else { break }
        }
        return reports
    }

    /// The result of one run, which began when the previous one had ended.
    private func report(
        of name: String, _ conversation: Conversation, since started: inout Duration
    ) -> RunReport {
        var report: RunReport
        switch outcome(of: conversation, name) {
        case .success(let reply):
            report = RunReport(script: name, completed: reply)
            apply(report.memoryChanges, to: name)
        case .failure(let failure):
            // The worker discards the state after anything but an ordinary error.
            if failure.kind != .error { records[name]?.isResident = false }
            report = RunReport(script: name, outcome: .failed(failure))
            if case .reply(let reply) = conversation {
                report.log = logLines(reply.log)
                report.lines = LineCount.all(in: reply.lines)
            }
        }
        let ended = MachineTime.now()
        report.duration = ended - started
        started = ended
        return report
    }

    /// Loads the script into the process if needed: after a start, or after its state was
    /// discarded.
    private func makeResident(_ name: String, now: Instant) async -> ScriptFailure? {
        guard let record = records[name] else {
            return ScriptFailure(script: name, kind: .unavailable, message: "it is not loaded")
        }
        guard !record.isResident else { return nil }
        switch await send(name, record, now: now) {
        case .failure(let failure): return failure
        case .success:
            records[name]?.isResident = true
            return nil
        }
    }

    private func apply(_ changes: [String: ScriptValue?], to name: String) {
        for (key, value) in changes { records[name]?.memory[key] = value }
    }

    func request(_ verb: Frame.Verb, _ name: String, _ value: ScriptValue) -> Frame {
        var writer = WireWriter()
        writer.append(.string(name))
        writer.append(value)
        return Frame(verb, writer.bytes)
    }

    func outcome(
        of conversation: Conversation, _ name: String
    ) -> Result<WorkerReply, ScriptFailure> {
        switch conversation {
        case .reply(let reply) where reply.outcome == .done: .success(reply)
        case .reply(let reply), .unstoppable(let reply):
            .failure(ScriptFailure(script: name, reply))
        case .killed:
            .failure(
                ScriptFailure(
                    script: name, kind: .hardLimit,
                    message: "\(name): killed after \(limits.hard.milliseconds) ms"))
        case .stalled:
            .failure(
                ScriptFailure(
                    script: name, kind: .stalled,
                    message: "\(name): the worker was stopped during the run and was killed"))
        case .died(let how):
            .failure(
                ScriptFailure(
                    script: name, kind: how == .killed ? .killed : .crashed,
                    message: "\(name): the worker died during the run; \(how)"))
        case .garbled:
            .failure(
                ScriptFailure(
                    script: name, kind: .garbled,
                    message: "\(name): the worker's answer could not be read"))
        case .tooLong:
            .failure(
                ScriptFailure(
                    script: name, kind: .error,
                    message: "\(name): its argument is too long for a script"))
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
