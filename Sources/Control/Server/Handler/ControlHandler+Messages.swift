import Accounts
import Keeping
import Lines
import Running
import Scripting
import Storage
import Transport

/// Messages and their explanations.
extension ControlHandler {
    func messages(_ request: ListMessages) async throws -> [MessageRecord] {
        try check(route: request.route)
        var filter = keeper.store.filter()
        if let line = request.line { filter.line = try await lineWithHistory(line) }
        filter.since = request.sinceSeconds.map { keeper.world.now() - seconds($0) }
        do throws(SearchQuery.Failure) {
            filter.search = try request.words.map { words throws(SearchQuery.Failure) in
                try SearchQuery(words)
            }
        } catch {
            throw ControlFailure(.usage, error.description)
        }
        filter.sender = request.sender
        filter.route = request.route
        filter.tag = request.tag
        filter.limit = min(max(request.limit, 1), 100_000)
        return await records(try keeper.store.messages(filter))
    }

    /// A route must be in the configuration, or on a stored message.
    private func check(route: String?) throws {
        guard let route, keeperService.routes[route] == nil,
            try !keeper.store.messagesByRoute().keys.contains(route)
        else { return }
        let known = keeperService.routes.keys.sorted()
        throw ControlFailure(
            .failed,
            "There is no route \(route.allSatisfy(\.isWhitespace) ? "without a name" : route). "
                + (known.isEmpty
                    ? "config.lua has none under routes."
                    : "Configured: \(known.joined(separator: ", "))."))
    }

    func records(_ messages: [Message]) async -> [MessageRecord] {
        let labels = await keeper.labels()
        return messages.map { MessageRecord($0, label: labels[$0.line]) }
    }

    func takeIn(_ request: TakeInMessage) async throws -> TakenInRecord {
        guard let inbound = keeperService.inbound else {
            return TakenInRecord(
                isStored: false,
                message: "The manager of this home practises and has no number of yours. The "
                    + "message waits until config.lua names one.")
        }
        switch await inbound.take(request.file) {
        case .stored(let line, let isNew):
            return TakenInRecord(
                isStored: true, line: line.id,
                message: isNew
                    ? "Stored on line \(line.name)." : "Line \(line.name) has it already.")
        case .kept(let reason): return TakenInRecord(isStored: false, message: reason)
        case .gone: return TakenInRecord(isStored: true, message: "Stored.")
        }
    }

    func message(_ request: ShowMessage) async throws -> MessageRecord {
        await record(try stored(request.id))
    }

    private func record(_ message: Message) async -> MessageRecord {
        MessageRecord(message, label: await keeper.label(of: message.line))
    }

    func explain(_ request: ExplainMessage) async throws -> Explanation {
        let message = try stored(request.id)
        let runs = try keeper.store.runs(on: message.id)
        let ran = Set(runs.map(\.script))
        let stopper = runs.last { $0.outcome == "stopped" }?.script
        let skipped = await keeperService.scripts.statuses().filter { !ran.contains($0.name) }.map {
            "\($0.name): \(Self.whyNot($0, stopper))"
        }
        return Explanation(
            message: await record(message),
            runs: runs.map {
                RunTrace(
                    script: $0.script, outcome: $0.outcome, decisions: $0.decisions, log: $0.log,
                    failure: $0.failure, microseconds: $0.microseconds,
                    places: $0.places.isEmpty ? nil : $0.places,
                    version: $0.version.map { VersionHash($0).description })
            },
            actions: try keeper.store.actions(message: message.id, limit: 100)
                .map(ActionRecord.init),
            events: try keeper.store.latestEvents(message: message.id, limit: 50)
                .map(EventRecord.init),
            skipped: skipped)
    }

    /// Why a script did not run on a message that others ran on.
    private static func whyNot(_ script: ScriptStatus, _ stopper: String?) -> String {
        switch script.state {
        case .broken: return "it does not load; `scripts` says why"
        case .paused: return "it is paused after too many failures"
        case .loaded: break
        }
        guard script.handlers.contains("on_message") else { return "it has no on_message" }
        // Scripts run in order of their names.
        if let stopper, stopper < script.name { return "\(stopper) stopped the message before it" }
        return "it was missing or paused at that time"
    }

    private func stored(_ id: Message.ID) throws -> Message {
        guard let message = try keeper.store.message(id) else {
            throw KeeperError.noSuchMessage(id)
        }
        return message
    }

    /// The latest events and then new ones; only those of one line, if given.
    func tail(last: Int, line: Int64?) async throws -> AsyncStream<TailItem> {
        let watch = keeper.hub.watch()
        let past = last > 0 ? try keeper.store.latestEvents(line: line, limit: last) : []
        let shown = past.last?.id ?? 0
        return AsyncStream(bufferingPolicy: .bufferingNewest(2000)) { continuation in
            let pump = Task {
                for event in past { continuation.yield(await item(event)) }
                // An event that could not be written has no id, and is shown nevertheless.
                for await event in watch where event.id > shown || event.id == 0 {
                    if let line, event.line != line { continue }
                    continuation.yield(await item(event))
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in pump.cancel() }
        }
    }

    private func item(_ event: Storage.EventRecord) async -> TailItem {
        let message = ["message", "completed"].contains(event.kind) ? event.message : nil
        let stored = message.flatMap { try? keeper.store.message($0) }
        let label: String? = if let line = event.line { await keeper.label(of: line) } else { nil }
        return TailItem(
            event: EventRecord(event), message: stored.map { MessageRecord($0, label: label) },
            label: label)
    }
}
