import Lines

/// The supervisor of one worker process: spawns it, keeps its clock, kills it, starts it again.
///
/// A worker killed at its limit loses only the run it was killed for; a run under which it stood still,
/// died or was killed by somebody else is made once more for each of these. What scripts are, and what they remember, is held here as well, so the
/// next run finds a fresh process with the same scripts. Runs take turns; the actor blocks a thread of
/// its own and nobody else's.
package actor ScriptWorker {
    /// A script as it was loaded.
    package struct Loaded: Equatable, Sendable {
        /// Handlers it defines, by name.
        package var handlers: [String]
        /// What it logged while it was loaded, warnings among it.
        package var log: [String]
    }

    package nonisolated let limits: ScriptLimits
    var records: [String: Record] = [:]
    private(set) var environment = ScriptEnvironment()
    private let executor: any SerialExecutor
    private let executable: String
    private let clock: @Sendable () -> Duration
    private var child: ChildProcess?
    private var budget = SpawnBudget()
    /// Why there was no process when one was started last.
    private var lastFailure = ""
    private var isBusy = false
    private var isShutDown = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// What a script is: enough to load it again.
    struct Record {
        var source: String
        var memory: [String: ScriptValue]
        /// Whether the process that runs now has it.
        var isResident = true
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// - Parameters:
    ///   - executable: the program that becomes a worker when started with
    ///     `ScriptWorkerProcess.argument`; this program itself unless a test says otherwise.
    ///   - clock: by what the pauses between starts that fail are counted; the machine's own unless a
    ///     simulation lives faster.
    ///   - executor: where it blocks while a script runs; a thread of its own when nil. It must stay
    ///     on one thread that lives as long as this does.
    package init(
        executable: String = "/proc/self/exe", limits: ScriptLimits = ScriptLimits(),
        clock: (@Sendable () -> Duration)? = nil, executor: (any SerialExecutor)? = nil
    ) {
        self.executable = executable
        self.clock = clock ?? { MachineTime.now() }
        self.limits = limits
        self.executor = executor ?? OwnThread()
    }

    deinit {
        (executor as? OwnThread)?.end()
    }

    /// The worker's process, while there is one.
    package var processID: Int32? { child?.id }

    /// What a script remembers, as far as its completed runs go.
    package func memory(of script: String) -> [String: ScriptValue]? { records[script]?.memory }

    /// Names the configuration has. Scripts are loaded afresh before their next run.
    package func setEnvironment(_ environment: ScriptEnvironment) {
        guard environment != self.environment else { return }
        self.environment = environment
        forgetResidents()
    }

    /// Ends the process. Later calls fail as unavailable.
    package func shutDown() {
        isShutDown = true
        if let child { lose(child) }
    }

    // MARK: Taking turns

    /// One conversation at a time: while one waits for the manager's answer, others queue here, at
    /// most one for each task that calls.
    func inTurn<Answer: Sendable>(_ body: () async -> Answer) async -> Answer {
        if isBusy {
            await withCheckedContinuation { waiting.append($0) }
        }
        isBusy = true
        defer {
            if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
        }
        return await body()
    }

    // MARK: The process

    /// How a conversation with the worker ended.
    enum Conversation {
        case reply(WorkerReply)
        /// Killed at the hard limit, having had the processor for so long that it is to blame.
        case killed
        /// Killed at the hard limit, having hardly had the processor.
        case stalled
        /// It died, and how.
        case died(ChildProcess.End)
        /// What it said is no reply.
        case garbled
        /// The request is more than can be said.
        case tooLong
        /// There was none to talk to, and why.
        case unavailable(String)
    }

    /// Sends a request and waits for its reply.
    func converse(_ frame: Frame, answering: ScriptAnswering?) async -> Conversation {
        switch begin(frame) {
        case .begun(let process): await reply(from: process, answering: answering)
        case .ended(let end): end
        }
    }

    /// What came of sending a request.
    enum Beginning {
        case begun(ChildProcess)
        case ended(Conversation)
    }

    /// Sends a request to a process, which is started if there is none.
    func begin(_ frame: Frame) -> Beginning {
        guard let bytes = frame.bytes else { return .ended(.tooLong) }
        do throws(SpawnError) {
            let process = try startedChild()
            let deadline = MachineTime.now() + limits.hard
            process.beginTurn(fair: limits.soft, grace: limits.hard * 3)
            let end = ended(process.send(bytes, until: deadline), process)
            return end.map { .ended($0) } ?? .begun(process)
        } catch {
            return .ended(.unavailable(error.description))
        }
    }

    /// Waits for the next reply to what was sent, which has all its time from now on, answering questions in between. The hard limit's
    /// clock stands still while a question is being answered.
    func reply(
        from process: ChildProcess, answering: ScriptAnswering?
    ) async -> Conversation {
        var deadline = MachineTime.now() + limits.hard
        process.beginTurn(fair: limits.soft, grace: limits.hard * 3)
        while true {
            switch process.receive(until: deadline) {
            case .late:
                return late(process)
            case .gone:
                return .died(lose(process))
            case .garbled:
                lose(process)
                return .garbled
            case .frame(let frame) where frame.verb == .query:
                let asked = MachineTime.now()
                let answer = await reply(to: frame, answering)
                deadline += MachineTime.now() - asked
                let sent = process.send(answer.bytes ?? [], until: deadline)
                if let end = ended(sent, process) { return end }
            case .frame(let frame):
                guard frame.verb == .reply, let reply = try? WorkerReply(payload: frame.payload)
                else {
                    lose(process)
                    return .garbled
                }
                return .reply(reply)
            }
        }
    }

    /// How a conversation ends in which not all could be sent.
    private func ended(_ sent: ChildProcess.Sent, _ process: ChildProcess) -> Conversation? {
        switch sent {
        case .whole: nil
        case .late: late(process)
        case .gone: .died(lose(process))
        }
    }

    /// An endless loop uses the processor; a process that was stopped, or had to wait for it all the
    /// time, did not even get to its soft limit.
    private func late(_ process: ChildProcess) -> Conversation {
        let hasStoodStill = process.hasHardlyRun
        lose(process)
        return hasStoodStill ? .stalled : .killed
    }

    /// The process, started if there is none.
    private func startedChild() throws(SpawnError) -> ChildProcess {
        if let child { return child }
        let now = clock()
        let pause = budget.pause(at: now)
        guard !isShutDown, pause == .zero else {
            throw SpawnError(
                isShutDown
                    ? "it was shut down"
                    : "it failed too often (\(lastFailure)); the next try is in "
                        + "\(pause.milliseconds) ms")
        }
        budget.started(at: now)
        do throws(SpawnError) {
            let started = try ChildProcess(executable: executable)
            try greet(started)
            budget.succeeded()
            child = started
            return started
        } catch {
            budget.failed(at: clock())
            lastFailure = error.why
            throw error
        }
    }

    /// Waits until the new process has shut itself in, and tells it the limits.
    private func greet(_ started: ChildProcess) throws(SpawnError) {
        let deadline = MachineTime.now() + .seconds(10)
        guard case .frame(let frame) = started.receive(until: deadline) else {
            throw SpawnError("\(started.end())")
        }
        guard frame.verb == .ready else {
            var reader = WireReader(frame.payload)
            let reason = (try? reader.value().text) ?? "no reason given"
            throw SpawnError("it could not be confined: \(reason)")
        }
        let limits = Frame(.limits, WireWriter.encode(limits.wire)).bytes ?? []
        guard case .whole = started.send(limits, until: deadline) else {
            throw SpawnError("\(started.end())")
        }
    }

    /// Lets a process go, and says how it ended.
    @discardableResult
    private func lose(_ process: ChildProcess) -> ChildProcess.End {
        if child === process {
            child = nil
            forgetResidents()
        }
        return process.end()
    }

    private func forgetResidents() {
        for name in records.keys { records[name]?.isResident = false }
    }

    private func reply(to frame: Frame, _ answering: ScriptAnswering?) async -> Frame {
        var reader = WireReader(frame.payload)
        let filter: [String: ScriptValue]
        let question = try? reader.value()
        filter = question?["filter"]?.fields ?? [:]
        let result: Result<ScriptValue, ScriptQueryError> =
            switch (question?["verb"]?.text, answering) {
            case ("lines", .some(let answering)): await answering(.lines(filter))
            case ("messages", .some(let answering)): await answering(.messages(filter))
            default: .failure(ScriptQueryError("nobody is there to answer"))
            }
        let answer: ScriptValue =
            switch result {
            case .success(let value): ["value": value]
            case .failure(let error): ["reason": .string(error.description)]
            }
        let whole = Frame(.answer, WireWriter.encode(answer))
        guard whole.bytes == nil else { return whole }
        return Frame(.answer, WireWriter.encode(["reason": "too much; give a limit"]))
    }
}
