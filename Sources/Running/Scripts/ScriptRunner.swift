package import Accounts
package import Keeping
import Lines
package import Logging
package import Scripting
import Storage
import Transport

/// Runs the scripts on stored messages, on events of lines and actions, and on due timers, one
/// after the other.
package struct ScriptRunner: Sendable {
    private static let batch = 64
    /// How long a decision may wait to be committed with others.
    private static let patience = Duration.milliseconds(20)

    let keeper: Keeper
    let scripts: ScriptSet
    let logger: Logger
    let turns = Turns()
    let starts = Starts()
    private let trouble = WorkerTrouble()

    package init(keeper: Keeper, scripts: ScriptSet, logger: Logger) {
        self.keeper = keeper
        self.scripts = scripts
        self.logger = logger
    }

    /// Whether no worker has been able to run anything for a while.
    var cannotRun: Bool { trouble.isTold }

    package func statuses() async -> [ScriptStatus] { await scripts.status() }

    // MARK: Services

    /// Runs scripts until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let seen = keeper.scriptsSignal.count
            // Decisions that cannot be committed are not made: they would be repeated again and
            // again for nothing.
            guard keeper.store.trouble == nil else {
                await keeper.scriptsSignal.wait(since: seen, atMost: .seconds(5), in: keeper.world)
                continue
            }
            do {
                guard try await runOnce() == 0 else { continue }
                let next = try await keeper.nextTimer(of: await scripts.ready)
                let pause = next.map { $0 - keeper.world.now() } ?? .seconds(60)
                await keeper.scriptsSignal.wait(
                    since: seen, atMost: min(max(pause, .milliseconds(20)), .seconds(60)),
                    in: keeper.world)
            } catch let failure as ScriptFailure {
                logger.debug("no worker for scripts", metadata: ["reason": "\(failure)"])
                try? await keeper.world.sleep(trouble.pause)
                // Some script may not have been loaded yet.
                await load()
            } catch {
                logger.error("scripts failed", metadata: ["reason": "\(error)"])
                try? await keeper.world.sleep(.seconds(2))
            }
        }
    }

    /// Runs the scripts on everything due; returns how much it was.
    ///
    /// - Throws: `ScriptFailure` if there is no worker. Everything due then keeps waiting, and
    ///   nothing is settled.
    package func runOnce() async throws -> Int {
        do {
            let count = try await turns.take { try await runWhatThereIs() }
            if count > 0, trouble.isOver() {
                try await keeper.note(
                    kind: "worker_ok",
                    text: "Scripts run again; waiting messages are being handled.")
            }
            return count
        } catch let failure as ScriptFailure {
            if trouble.isNews() {
                try? await keeper.note(
                    kind: "worker_trouble",
                    text: "Scripts cannot run: \(failure). Messages are stored and wait.")
            }
            throw failure
        }
    }

    private func runWhatThereIs() async throws -> Int {
        // A script that is still to be loaded would never see a message handled now.
        if let untried = await scripts.untried { throw untried }
        for start in starts.pending where await scripts.isReady(start.script) {
            try await handle([.start(start)])
            starts.isOver(start)
        }
        let messages = try keeper.store.unhandledMessages(limit: Self.batch)
        try await handle(messages.map(ScriptResult.Subject.message))
        let events = try await keeper.dueEvents(of: await scripts.ready, limit: Self.batch)
        try await handle(events.map(ScriptResult.Subject.event))
        let timers = try await keeper.dueTimers(of: await scripts.ready, limit: Self.batch)
        for timer in timers { try await handle([.timer(timer)]) }
        let count = messages.count + events.count + timers.count
        if count == 0 {
            try await keeper.dropOwed(toOthersThan: Set(await scripts.status().map(\.name)))
        }
        return count
    }

    // MARK: Running

    /// Runs messages or events in order and commits them together, so that a burst costs one flush
    /// of the disk rather than one each; but no code waits long for those after it.
    private func handle(_ subjects: [ScriptResult.Subject]) async throws {
        var results: [ScriptResult] = []
        var began = keeper.world.uptime()
        for subject in subjects {
            do {
                if let one = try await run(subject) {
                    let braked = try await brake(one)
                    results.append(braked)
                    let stopped = braked.reports.filter(\.isRunaway).map(\.script)
                    if !stopped.isEmpty {
                        // What they remembered in this run was not to be kept, and is read again
                        // when everything before it is on disk.
                        try await commit(results)
                        results = []
                        await scripts.reset(stopped)
                    }
                }
            } catch {
                // Earlier results are committed first; then the scripts' memory is read again.
                try await commit(results)
                guard let lost = error as? WorkerUnavailable else { throw error }
                await scripts.reset(lost.scripts)
                throw lost.failure
            }
            if keeper.world.uptime() - began > Self.patience {
                try await commit(results)
                results = []
                began = keeper.world.uptime()
            }
        }
        try await commit(results)
    }

    /// Nil if it has to wait.
    private func run(_ subject: ScriptResult.Subject) async throws -> ScriptResult? {
        guard var call = try await call(about: subject) else {
            return ScriptResult(subject, .onLine, [])
        }
        call.run = subject.run(at: keeper.world.now())
        // A script that was just paused gets its timer and the result of its action when it runs
        // again.
        if let script = call.only, await !scripts.isReady(script) { return nil }
        if case .event(let event) = subject, call.only == nil,
            let names = await keeper.scriptsToTell(again: event.id)
        {
            // The other scripts have already handled it.
            var reports: [RunReport] = []
            do {
                for name in names.sorted() {
                    var again = call
                    again.only = name
                    reports += try await run(again, about: subject.name)
                }
            } catch {
                throw WorkerUnavailable(failure: error.failure, scripts: error.scripts.union(names))
            }
            return ScriptResult(
                subject, call.handler, reports, cause: try cause(of: subject))
        }
        return ScriptResult(
            subject, call.handler, try await run(call, about: subject.name),
            cause: try cause(of: subject))
    }

    /// The handler call for a subject; nil if there is nobody to tell.
    private func call(about subject: ScriptResult.Subject) async throws -> HandlerCall? {
        switch subject {
        case .message(let message):
            let line = await keeper.knownLine(message.line)
            return HandlerCall(.onMessage, [ScriptValue(message, on: line)])
        case .event(let event):
            guard let eventPayload = event.payload.flatMap(ScriptEventPayload.init) else {
                return nil
            }
            if let told = eventPayload.emitted {
                return HandlerCall(
                    .onEvent, [.string(told.name), told.data, .string(told.from)],
                    only: eventPayload.script)
            }
            let line = await eventPayload.line.asyncMap { await keeper.knownLine($0) } ?? nil
            guard let id = eventPayload.action, let action = try keeper.store.action(id) else {
                return HandlerCall(.onLine, [ScriptValue(eventPayload, at: event.at, on: line)])
            }
            return HandlerCall(
                .onAction, [ScriptValue(action, on: line)], only: eventPayload.script)
        case .timer(let timer):
            guard !timer.isSkipped(at: keeper.world.now()) else { return nil }
            let data = ScriptValue(json: timer.data)
            return HandlerCall(
                .onTimer, [.string(timer.name), data, ScriptValue(timer.occursAt)],
                only: timer.script)
        case .start(let start):
            return HandlerCall(.onStart, [.string(start.why)], only: start.script)
        }
    }

    /// The worker was unavailable, so some scripts have not decided and nothing is settled. Scripts
    /// that did run remember things that are not on disk.
    struct WorkerUnavailable: Error {
        var failure: ScriptFailure
        var scripts: Set<String>
    }

    func run(_ call: HandlerCall, about subject: String) async throws(WorkerUnavailable)
        -> [RunReport]
    {
        let keeper = keeper
        let reports = await scripts.run(
            call, answering: { await keeper.answer($0) }, proof: { await proof(of: $0) })
        if let failure = reports.compactMap(\.failure).first(where: { !$0.kind.isOfScript }),
            !trouble.isGivenUp(subject, after: failure)
        {
            throw WorkerUnavailable(failure: failure, scripts: Set(reports.map(\.script)))
        }
        return reports
    }

    /// The scripts' memory in the worker must not run ahead of the disk.
    func commit(_ results: [ScriptResult]) async throws {
        guard !results.isEmpty else { return }
        await keepStandings()
        do {
            try await keeper.commit(results)
        } catch {
            await scripts.reset(Set(results.flatMap(\.reports).map(\.script)))
            throw error
        }
    }

    // MARK: For persons

    /// - Returns: its file name.
    @discardableResult
    package func resume(_ typed: String) async throws(KeeperError) -> String {
        let known = await scripts.status().map(\.name)
        guard let name = ScriptName(typed).found(in: known) else {
            throw .noSuchScript(typed, known: known)
        }
        let wasReady = await scripts.isReady(name)
        if await scripts.resume(name), !wasReady { starts.resumed(name) }
        await keepStandings()
        keeper.scriptsSignal.send()
        return name
    }
}

extension Optional {
    fileprivate func asyncMap<T>(_ body: (Wrapped) async -> T) async -> T? {
        guard let value = self else { return nil }
        return await body(value)
    }
}
