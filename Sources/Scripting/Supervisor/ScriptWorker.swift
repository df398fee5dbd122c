import Lines
import Transport

/// The supervisor of one worker process: spawns it, enforces its time limits, kills it, restarts
/// it.
///
/// A worker killed at its time limit loses only that run. A run in which the worker was stopped,
/// died or was killed from outside is repeated once for each of these causes. The scripts and their
/// memory are kept here too, so the next run finds a fresh process with the same scripts. Runs take
/// turns; the actor blocks only a thread of its own.
package actor ScriptWorker {
    /// A loaded script.
    package struct Loaded: Equatable, Sendable {
        /// The names of the handlers it defines.
        package var handlers: [String]
        /// What is odd about its handlers: it has none, or a name is misspelt.
        package var remark: String?
        /// Its log while loading, including warnings.
        package var log: [String]
        package var lines: [LineCount] = []
    }

    package nonisolated let limits: ScriptLimits
    var records: [String: Record] = [:]
    private(set) var environment = ScriptEnvironment()
    /// The modules that a script loaded from now on finds.
    private(set) var shelf = ModuleShelf()
    /// The modules that the script that is being loaded finds, and those it asked for.
    var lending = (shelf: ModuleShelf(), asked: Set<String>())
    private let executor: any SerialExecutor
    private let executable: String
    private let clock: @Sendable () -> Duration
    private var child: ChildProcess?
    private var budget = SpawnBudget()
    /// Why the last start of a process failed.
    private var lastFailure = ""
    private var isBusy = false
    private var isShutDown = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A script, with everything needed to load it again.
    struct Record {
        var source: String
        var memory: [String: ScriptValue]
        /// The modules it was loaded with: it gets the same in another process.
        var shelf: ModuleShelf
        /// Whether the current process has loaded it.
        var isResident = true
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// - Parameters:
    ///   - executable: the program that acts as a worker when started with
    ///     `ScriptWorkerProcess.argument`: this program, except in tests.
    ///   - clock: measures the pauses between failed starts; the machine's own unless a simulation
    ///     runs faster.
    ///   - executor: where it blocks while a script runs; a thread of its own if nil. It must stay
    ///     on one thread that lives at least as long as this actor.
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

    /// The worker's process, if there is one.
    package var processID: Int32? { child?.id }

    /// The values a script remembers after its completed runs.
    package func memory(of script: String) -> [String: ScriptValue]? { records[script]?.memory }

    /// Sets the names in the configuration. Scripts are reloaded before their next run.
    package func setEnvironment(_ environment: ScriptEnvironment) {
        guard environment != self.environment else { return }
        let isZoneNew = environment.zone != self.environment.zone
        self.environment = environment
        forgetResidents()
        // A process learns its zone when it starts.
        if isZoneNew, let child { lose(child) }
    }

    /// Sets the modules. Scripts keep those they were loaded with until they are loaded again.
    package func setModules(_ shelf: ModuleShelf) { self.shelf = shelf }

    /// Ends the process. Later calls fail as unavailable.
    package func shutDown() {
        isShutDown = true
        if let child { lose(child) }
    }

    // MARK: Taking turns

    /// One conversation at a time: while one waits for the manager's answer, others queue here, at
    /// most one per calling task.
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
        /// Killed at the hard limit, after enough processor time for it to be at fault.
        case killed
        /// It ended itself because the script could not be stopped, and says where.
        case unstoppable(WorkerReply)
        /// Killed at the hard limit, with hardly any processor time.
        case stalled
        /// It died, and how.
        case died(ChildProcess.End)
        /// It sent something other than a reply.
        case garbled
        /// The request is too long for a frame.
        case tooLong
        /// There was no worker, and why.
        case unavailable(String)
    }

    /// Sends a request and waits for the reply.
    func converse(_ frame: Frame, answering: ScriptAnswering?) async -> Conversation {
        switch begin(frame) {
        case .begun(let process): await reply(from: process, answering: answering)
        case .ended(let end): end
        }
    }

    /// The result of sending a request.
    enum Beginning {
        case begun(ChildProcess)
        case ended(Conversation)
    }

    /// Sends a request to the process, starting one if needed.
    func begin(_ frame: Frame) -> Beginning {
        guard let bytes = frame.bytes else { return .ended(.tooLong) }
        do throws(SpawnError) {
            let process = try startedChild()
            let deadline = MachineTime.now() + limits.hard
            beginTurn(of: process)
            let end = ended(process.send(bytes, until: deadline), process)
            return end.map { .ended($0) } ?? .begun(process)
        } catch {
            return .ended(.unavailable(error.description))
        }
    }

    /// Before a worker is killed it must have had time to stop its script itself: twice the soft limit of
    /// the processor, since starting up and reading the request take some of it too.
    private func beginTurn(of process: ChildProcess) {
        process.beginTurn(fair: limits.soft * 2, grace: limits.hard * 3)
    }

    /// Waits for the next reply, which has the full time limit from now on, and answers questions
    /// in between. The clock of the hard limit stops while a question is being answered.
    func reply(
        from process: ChildProcess, answering: ScriptAnswering?
    ) async -> Conversation {
        var deadline = MachineTime.now() + limits.hard
        beginTurn(of: process)
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
                guard reply.outcome == .unstoppable else { return .reply(reply) }
                lose(process)
                return .unstoppable(reply)
            }
        }
    }

    /// The end of a conversation in which not everything could be sent.
    private func ended(_ sent: ChildProcess.Sent, _ process: ChildProcess) -> Conversation? {
        switch sent {
        case .whole: nil
        case .late: late(process)
        case .gone: .died(lose(process))
        }
    }

    /// An endless loop uses processor time; a process that was stopped, or waited for the processor
    /// all the time, did not even reach its soft limit.
    private func late(_ process: ChildProcess) -> Conversation {
        let hasStoodStill = process.hasHardlyRun
        lose(process)
        return hasStoodStill ? .stalled : .killed
    }

    /// The process, started if needed.
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

    /// Waits until the new process has confined itself, and sends it the limits and the time zone.
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
        guard case .table(var fields) = limits.wire else { return }
        fields["zone"] = environment.zone.wire
        let settings = Frame(.limits, WireWriter.encode(.table(fields))).bytes ?? []
        guard case .whole = started.send(settings, until: deadline) else {
            throw SpawnError("\(started.end())")
        }
    }

    /// Gives up a process and returns how it ended.
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
}
