import Channels
package import Lines
package import Scripting
package import Storage
import Transport

/// What scripts decided, committed together with "this was handled".
extension Keeper {
    /// What a script remembers, as the store has it. Nothing when it cannot be read: a script that
    /// starts anew is better than none.
    package static func memory(of script: String, in store: Store) -> [String: ScriptValue] {
        ((try? store.memory(of: script)) ?? [:]).mapValues(ScriptValue.init(json:))
    }

    func knownLine(_ id: Line.ID) -> Line? { lines[id] }

    package func handled(_ message: Message, _ reports: [RunReport]) throws(StoreError) {
        let verdict = Verdict(reports, about: message)
        let failed = reports.contains { $0.failure != nil }
        try commit(verdict, reports, handler: .onMessage) { database in
            try database.settle(
                message.id, state: failed ? .failed : .handled, route: verdict.route,
                tags: verdict.tags)
        }
    }

    func told(
        _ event: EventRecord, _ reports: [RunReport], handler: HandlerCall.Handler
    ) throws(StoreError) {
        try commit(Verdict(reports, about: nil, line: event.line), reports, handler: handler) {
            try $0.markTold(event: event.id)
        }
    }

    func fired(_ timer: TimerRecord, _ reports: [RunReport]) throws(StoreError) {
        // The timer goes first: a script may set one of the same name again.
        try commit(
            Verdict(reports, about: nil), reports, handler: .onTimer,
            before: { try $0.delete(timer: timer.id) })
    }

    /// One transaction: what was handled, and every effect of it, each once or none.
    private func commit(
        _ verdict: Verdict, _ reports: [RunReport], handler: HandlerCall.Handler,
        before: (Transaction) throws -> Void = { _ in },
        _ settle: (Transaction) throws -> Void = { _ in }
    ) throws(StoreError) {
        let now = world.now()
        let plan = plan(verdict, at: now)
        let (events, actions) = try store.write { database in
            try before(database)
            try settle(database)
            var written: [Action] = []
            for action in plan.actions {
                if let action = try database.insert(action) { written.append(action) }
            }
            for line in plan.lines { try database.update(line) }
            for timer in verdict.timers {
                try database.set(
                    TimerRecord(
                        script: timer.script, name: timer.request.name,
                        data: timer.request.data.json,
                        dueAt: now + .milliseconds(timer.request.delayMilliseconds)))
            }
            for report in reports where report.outcome != .noHandler {
                for (key, value) in report.memoryChanges {
                    try database.remember(script: report.script, key: key, value: value?.json)
                }
                try database.append(
                    RunRecord(report, handler: handler, message: verdict.message?.id, at: now))
            }
            let events = try plan.events.map { try database.append($0) }
            return (events, written)
        }
        for line in plan.lines { take(line) }
        for action in actions where action.kind != .forward { open[action.id] = action }
        announce(events)
        if actions.contains(where: { $0.kind == .forward }) { outboxBell.ring() }
        for account in Set(actions.compactMap(account(of:))) { ringLanes(of: account) }
    }

    // MARK: Planning

    private struct Effects {
        var actions: [Action] = []
        var lines: [Line] = []
        var events: [EventRecord] = []
    }

    private func plan(_ verdict: Verdict, at now: Instant) -> Effects {
        var effects = Effects()
        effects.events += verdict.failures.map { failure in
            EventRecord(
                at: now, kind: "script_failed", line: verdict.line,
                message: verdict.message?.id, text: failure.description)
        }
        effects.events += verdict.paused.map { script in
            EventRecord(
                at: now, kind: "script_paused",
                text: "\(script) failed too often in a row and is "
                    + "paused. Mend it, or `script \(script) --resume`.")
        }
        for (name, script) in verdict.routes { route(name, script, verdict, now, &effects) }
        for (request, script, index) in verdict.forwards {
            let key = "\(verdict.key(self))-\(script)-\(index)"
            forward(
                request.content(verdict.message), request.channel, key, script, verdict, now,
                &effects)
        }
        for (decision, script) in verdict.onLines {
            onLine(decision, script, verdict, now, &effects)
        }
        return effects
    }

    private func route(
        _ name: String, _ script: String, _ verdict: Verdict, _ now: Instant,
        _ effects: inout Effects
    ) {
        guard let channels = settings.routes[name] else {
            effects.events.append(
                problem("There is no route \(name) in config.lua.", script, verdict, now))
            return
        }
        for channel in channels {
            // Two scripts that choose the same route, or two routes of one channel, forward once.
            let key = "\(verdict.key(self))-\(channel)"
            let content = ForwardRequest(channel: channel).content(verdict.message)
            forward(content, channel, key, script, verdict, now, &effects)
        }
    }

    private func forward(
        _ content: ForwardContent, _ channel: String, _ key: String, _ script: String,
        _ verdict: Verdict, _ now: Instant, _ effects: inout Effects
    ) {
        guard !effects.actions.contains(where: { $0.key == key }) else { return }
        var payload = ActionPayload()
        payload.content = content
        var action = Action(
            id: 0, key: key, kind: .forward, origin: script, payload: payload.text, createdAt: now)
        action.channel = channel
        action.message = verdict.message?.id
        action.line = verdict.line
        effects.actions.append(action)
    }

    private func onLine(
        _ decision: Decision, _ script: String, _ verdict: Verdict, _ now: Instant,
        _ effects: inout Effects
    ) {
        guard let (kind, reference) = decision.lineAction else { return }
        guard var line = line(reference, verdict, effects) else {
            effects.events.append(
                problem("\(decision): there is no such line.", script, verdict, now))
            return
        }
        if case .label(_, let text) = decision {
            line.label = text.isEmpty ? nil : String(text.prefix(60))
            effects.lines.removeAll { $0.id == line.id }
            effects.lines.append(line)
            return
        }
        guard let kind else { return }
        if let obstacle = obstacle(to: kind, line, effects) {
            effects.events.append(problem("\(decision): \(obstacle)", script, verdict, now))
            return
        }
        var payload = ActionPayload()
        payload.seen = line.messageCount
        if case .extend(_, let days) = decision { payload.days = days }
        var action = Action(
            id: 0, key: world.identifier(), kind: kind, origin: script, payload: payload.text,
            createdAt: now)
        action.line = line.id
        action.message = verdict.message?.id
        effects.actions.append(action)
        if kind == .wake {
            line.listening.wantedUntil = time(of: line.account) + .minutes(15)
            effects.lines.append(line)
        }
    }

    private func line(
        _ reference: LineReference?, _ verdict: Verdict, _ effects: Effects
    ) -> Line? {
        let found: Line? =
            switch reference {
            case nil: verdict.line.flatMap { lines[$0] }
            case .id(let id): lines[id]
            case .name(let name): try? line(name)
            }
        return effects.lines.first { $0.id == found?.id } ?? found
    }

    /// Why an action is not even begun: it is under way already, or makes no sense any more.
    private func obstacle(to kind: Action.Kind, _ line: Line, _ effects: Effects) -> String? {
        let same: (Action) -> Bool = { $0.line == line.id && $0.kind == kind }
        if open.values.contains(where: same) || effects.actions.contains(where: same) {
            return "it is under way already."
        }
        do throws(KeeperError) {
            try check(kind, isPossibleFor: line)
            return nil
        } catch {
            return error.description
        }
    }

    private func problem(
        _ text: String, _ script: String, _ verdict: Verdict, _ now: Instant
    ) -> EventRecord {
        EventRecord(
            at: now, kind: "script_problem", line: verdict.line, message: verdict.message?.id,
            text: "\(script): \(text)")
    }
}

extension RunRecord {
    init(_ report: RunReport, handler: HandlerCall.Handler, message: Message.ID?, at now: Instant) {
        self.init(
            at: now, script: report.script, handler: handler.rawValue, message: message,
            outcome: report.failure != nil ? "failed" : report.stopped ? "stopped" : "completed",
            decisions: report.decisions.map(\.description), log: report.log,
            failure: report.failure.map {
                $0.traceback.isEmpty ? $0.description : "\($0.description)\n\($0.traceback)"
            },
            microseconds: report.duration.microseconds)
    }
}

extension Decision {
    /// What is to be done with which line; the kind is nil for what is no action.
    fileprivate var lineAction: (Action.Kind?, LineReference?)? {
        switch self {
        case .cancel(let line): (.cancel, line)
        case .refund(let line): (.refund, line)
        case .extend(let line, _): (.extend, line)
        case .finish(let line): (.finish, line)
        case .resend(let line): (.resend, line)
        case .wake(let line): (.wake, line)
        case .swap(let line): (.swap, line)
        case .label(let line, _): (nil, line)
        case .route, .forward, .tag, .after: nil
        }
    }
}

extension ForwardRequest {
    /// What is sent: what the script said, or the message itself.
    fileprivate func content(_ message: Message?) -> ForwardContent {
        let from = message?.sender ?? message?.number ?? "Linekeeper"
        return ForwardContent(
            title: title ?? (text == nil ? from : nil), text: text ?? message?.text ?? "",
            priority: priority.flatMap { ForwardPriority(level: $0) }, tags: tags, url: url)
    }
}
