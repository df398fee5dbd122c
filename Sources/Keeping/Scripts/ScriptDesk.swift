package import Lines
package import Logging
package import Scripting
import Storage
import Transport

/// Runs the scripts: on every message that was stored, on what happens to lines and to what scripts
/// decided, and on timers that came due, one after the other.
package struct ScriptDesk: Sendable {
    private static let batch = 64

    private let keeper: Keeper
    private let scripts: ScriptSet
    private let logger: Logger

    package init(keeper: Keeper, scripts: ScriptSet, logger: Logger) {
        self.keeper = keeper
        self.scripts = scripts
        self.logger = logger
    }

    package func statuses() async -> [ScriptStatus] { await scripts.status() }

    // MARK: Services

    /// Loads what is in the folder now. Before this no message may be handled: the scripts would
    /// never see it.
    package func load() async {
        for notice in await scripts.refresh() {
            let problems: Set<ScriptNotice.Kind> = [.broken, .unreadable, .folder]
            let kind = problems.contains(notice.kind) ? "script_broken" : "script"
            try? await keeper.note(kind: kind, text: notice.description)
            for line in notice.log {
                try? await keeper.note(kind: "script_log", text: "\(notice.script): \(line)")
            }
        }
    }

    /// Looks at the folder every second, so that a saved file takes part within two.
    func watchFolder() async {
        while !Task.isCancelled {
            try? await keeper.world.sleep(.seconds(1))
            await load()
        }
    }

    /// Runs what is to be run until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let seen = keeper.scriptBell.rings
            do {
                guard try await runOnce() == 0 else { continue }
                let next = try keeper.store.timers(limit: 1).first?.dueAt
                let pause = next.map { $0 - keeper.world.now() } ?? .seconds(60)
                await keeper.scriptBell.wait(
                    since: seen, atMost: min(max(pause, .milliseconds(20)), .seconds(60)),
                    in: keeper.world)
            } catch {
                logger.error("scripts failed", metadata: ["reason": "\(error)"])
                try? await keeper.world.sleep(.seconds(2))
            }
        }
    }

    /// Runs what there is now; returns how much it was.
    package func runOnce() async throws -> Int {
        let messages = try keeper.store.unhandledMessages(limit: Self.batch)
        for message in messages { try await handle(message) }
        let events = try keeper.store.eventsForScripts(limit: Self.batch)
        for event in events { try await tell(event) }
        let timers = try keeper.store.timers(dueBy: keeper.world.now(), limit: Self.batch)
        for timer in timers { try await fire(timer) }
        return messages.count + events.count + timers.count
    }

    // MARK: Running

    private func handle(_ message: Message) async throws {
        let value = ScriptValue(message, on: await keeper.knownLine(message.line))
        let reports = try await run(HandlerCall(.onMessage, [value]))
        try await committing(reports) {
            try await keeper.handled(message, reports)
        }
    }

    private func tell(_ event: EventRecord) async throws {
        guard let story = event.payload.flatMap(LineStory.init) else {
            return try await keeper.told(event, [], handler: .onLine)
        }
        let line = await story.line.asyncMap { await keeper.knownLine($0) } ?? nil
        if let id = story.action, let action = try keeper.store.action(id) {
            let value = ScriptValue(action, on: line)
            let call = HandlerCall(.onAction, [value], only: story.script)
            let reports = try await run(call)
            try await committing(reports) {
                try await keeper.told(event, reports, handler: .onAction)
            }
        } else {
            let value = ScriptValue(story, at: event.at, on: line)
            let reports = try await run(HandlerCall(.onLine, [value]))
            try await committing(reports) {
                try await keeper.told(event, reports, handler: .onLine)
            }
        }
    }

    private func fire(_ timer: TimerRecord) async throws {
        let data = ScriptValue(json: timer.data)
        let call = HandlerCall(.onTimer, [.string(timer.name), data], only: timer.script)
        let reports = try await run(call)
        try await committing(reports) { try await keeper.fired(timer, reports) }
    }

    private func run(_ call: HandlerCall) async throws -> [RunReport] {
        let keeper = keeper
        let reports = await scripts.run(call) { await keeper.answer($0) }
        // The worker could not be had: the scripts' word is still to come, so nothing is settled.
        if let failure = reports.compactMap(\.failure).first(where: { $0.kind == .unavailable }) {
            await scripts.reset(Set(reports.map(\.script)))
            throw failure
        }
        return reports
    }

    /// What scripts remember in the worker must not run ahead of what is on disk.
    private func committing(
        _ reports: [RunReport], _ commit: () async throws -> Void
    ) async throws {
        do {
            try await commit()
        } catch {
            await scripts.reset(Set(reports.map(\.script)))
            throw error
        }
    }

    // MARK: For persons

    package func resume(_ name: String) async throws(KeeperError) {
        let known = await scripts.status().map(\.name)
        guard known.contains(name) else { throw .noSuchScript(name, known: known) }
        _ = await scripts.resume(name)
    }

    /// What a script's text would do with stored messages; nothing is carried out or kept.
    ///
    /// - Throws: `ScriptFailure` when the text does not load.
    package func rehearse(
        name: String, source: String, on messages: [Message], in rehearsal: Rehearsal
    ) async throws -> [RunReport] {
        var calls: [HandlerCall] = []
        for message in messages {
            let value = ScriptValue(message, on: await keeper.knownLine(message.line))
            calls.append(HandlerCall(.onMessage, [value], at: message.storedAt))
        }
        let keeper = keeper
        return try await rehearsal.run(
            name, source: source, memory: Keeper.memory(of: name, in: keeper.store), calls: calls
        ) { await keeper.answer($0) }.reports
    }
}

extension Optional {
    fileprivate func asyncMap<T>(_ body: (Wrapped) async -> T) async -> T? {
        guard let value = self else { return nil }
        return await body(value)
    }
}
