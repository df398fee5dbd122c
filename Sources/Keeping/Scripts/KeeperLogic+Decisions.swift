import Accounts
import Channels
import Lines
import Scripting
import Storage
import Transport

/// Commits the decisions of scripts together with "this was handled".
extension KeeperLogic {
    func knownLine(_ id: Line.ID) -> Line? { line(id) }

    /// Records which handlers the loaded scripts have.
    mutating func noteHandlers(_ known: [String: Set<String>]) { debts.handlers = known }

    func isHeard(_ action: Action) -> Bool { debts.isHeard(action) }

    /// Commits everything given in one transaction: that it was handled, and every effect, once or
    /// not at all.
    mutating func commit(_ results: [ScriptResult]) throws(StoreError) {
        let now = moment.now
        var effects = ScriptEffects()
        var timers: [Int64: TimerOutcome] = [:]
        var retries: [Int64: EventRetry] = [:]
        for one in results {
            effects.mayBeRepeats = isFromBeforeRestore(one.subject)
            effects.chain = one.cause.ofDecisions(about: one.subject)
            plan(one.decisions, at: now, &effects)
            effects.events += one.problems.map {
                EventRecord(
                    at: now, kind: "script_problem", message: one.decisions.message?.id, text: $0)
            }
            if case .event(let event) = one.subject {
                do {
                    retries[event.id] = try debts.nextTelling(of: event, one.reports, at: now)
                } catch {
                    effects.events.append(
                        EventRecord(at: now, kind: "script_problem", text: error.why))
                }
            }
            guard case .timer(let timer) = one.subject else { continue }
            let outcome = debts.outcome(of: timer, one.decisions, at: now, in: settings.zone)
            timers[timer.id] = outcome
            if case .givenUp(let why, _) = outcome {
                effects.events.append(EventRecord(at: now, kind: "timer_failed", text: why))
            }
        }
        let (planned, fired, putOff) = (effects, timers, retries)
        let zone = settings.zone
        let written = try write(
            results.map { .handled($0, timers: fired, putOff: putOff, zone: zone) }
                + planned.actions.map { .decided($0) } + planned.lines.map { .line($0) }
                + planned.events.map { .event($0) })
        let actions = written.actions
        for one in results {
            if case .event(let event) = one.subject { debts.note(retries[event.id], of: event.id) }
        }
        if actions.contains(where: { $0.kind == .forward }) { wake(.outbox) }
        let others = actions.filter { $0.kind != .forward }
        for account in Set(others.compactMap(account(of:))).sorted() {
            wakeLanes(of: account)
        }
    }

    /// Whether scripts may already have decided on this in the database that was replaced.
    func isFromBeforeRestore(_ subject: ScriptResult.Subject) -> Bool {
        guard let restoredAt else { return false }
        switch subject {
        case .message(let message):
            // A message without the provider's time counts as old if it arrived with the first
            // looks after the restore.
            return (message.receivedAt ?? message.storedAt - .minutes(10)) < restoredAt
        case .event(let event): return event.at < restoredAt
        case .timer(let timer): return timer.dueAt < restoredAt
        case .start: return false
        }
    }

    // MARK: Planning

    private struct ScriptEffects {
        var actions: [Action] = []
        var lines: [Line] = []
        var events: [EventRecord] = []
        /// Whether a database that this one replaced may already have carried out what is being
        /// planned.
        var mayBeRepeats = false
        /// What led to the decisions that are being planned.
        var chain: [String] = []

        /// Keeps one copy of a line, with all decisions about it.
        mutating func change(_ line: Line) {
            lines.removeAll { $0.id == line.id }
            lines.append(line)
        }
    }

    private func plan(_ decisions: ScriptDecisions, at now: Instant, _ effects: inout ScriptEffects)
    {
        // The same each time this message is handled; anything else is handled only once.
        let base = decisions.message.map { "\(homeID)-m\($0.id)\($0.edition)" } ?? identifier()
        effects.events += decisions.failures.map { failure in
            var text = failure.withTraceback
            // A script that failed by its own fault will fail again; a fault of the worker need not
            // recur.
            if let message = decisions.message { text += ". " + failure.remedy(on: message.id) }
            return EventRecord(
                at: now, kind: "script_failed", line: decisions.line,
                message: decisions.message?.id, text: text)
        }
        effects.events += decisions.pauses.map { script, pause in
            EventRecord(
                at: now, kind: "script_paused",
                text: "\(script) is paused for \(pause.length.inWords): "
                    + "\(pause.reason). Mend it, or run `script \(script) --resume`.")
        }
        for (name, script) in decisions.routes {
            route(name, script, base, decisions, now, &effects)
        }
        for (request, script, place) in decisions.forwards where !decisions.holdsBack(request) {
            let key = "\(base)-\(script)-\(request.channel)-\(place)"
            forward(
                request.content(decisions.message), request.channel, key, script, decisions, now,
                &effects)
        }
        for (decision, script) in decisions.onLines {
            onLine(decision, script, decisions, now, &effects)
        }
    }

    private func route(
        _ name: String, _ script: String, _ base: String, _ decisions: ScriptDecisions,
        _ now: Instant,
        _ effects: inout ScriptEffects
    ) {
        guard let channels = settings.routes[name] else {
            effects.events.append(
                problem("There is no route \(name) in config.lua.", script, decisions, now))
            return
        }
        guard !decisions.isBacklog else { return }
        for channel in channels {
            // If two scripts choose the same route, or two routes share a channel, it forwards
            // once.
            let key = "\(base)-\(channel)"
            let content = ForwardRequest(channel: channel).content(decisions.message)
            forward(content, channel, key, script, decisions, now, &effects)
        }
    }

    private func forward(
        _ content: ForwardContent, _ channel: String, _ key: String, _ script: String,
        _ decisions: ScriptDecisions, _ now: Instant, _ effects: inout ScriptEffects
    ) {
        guard !effects.actions.contains(where: { $0.key == key }) else { return }
        var details = ActionDetails()
        details.content = content
        details.chain = effects.chain
        var action = Action(
            id: 0, key: key, kind: .forward, origin: script, payload: details.json, createdAt: now)
        action.channel = channel
        action.message = decisions.message?.id
        action.line = decisions.line
        effects.actions.append(action)
    }

    private func onLine(
        _ decision: Decision, _ script: String, _ decisions: ScriptDecisions, _ now: Instant,
        _ effects: inout ScriptEffects
    ) {
        guard let (kind, reference) = decision.lineAction else { return }
        guard var line = line(reference, decisions, effects) else {
            effects.events.append(
                problem("\(decision): there is no such line.", script, decisions, now))
            return
        }
        if case .label(_, let text) = decision {
            do throws(Label.Refusal) {
                line.label = try label(text, for: line.id, among: effects.lines)
            } catch {
                effects.events.append(
                    problem("\(decision): \(error.description)", script, decisions, now))
                return
            }
            effects.change(line)
            return
        }
        guard let kind, !decisions.isBacklog || kind == .wake,
            !wasDecided(kind, on: line.id, by: script, decisions)
        else { return }
        if let obstacle = obstacle(to: kind, line, effects) ?? obstacleToPaying(kind, line) {
            effects.events.append(problem("\(decision): \(obstacle)", script, decisions, now))
            return
        }
        var details = ActionDetails()
        details.seen = line.messageCount
        details.chain = effects.chain
        if kind == .extend { details.expiryDecided = line.expiresAt }
        if case .extend(_, let days) = decision { details.days = days }
        if case .autoExtend(_, let isOn) = decision { details.isOn = isOn }
        var action = Action(
            id: 0, key: identifier(), kind: kind, origin: script, payload: details.json,
            createdAt: now)
        action.line = line.id
        action.message = decisions.message?.id
        if effects.mayBeRepeats, kind.movesMoney {
            action.state = .failed
            action.endedAt = now
            action.result = RestoredCopy.mayBeRepeat
            effects.events.append(
                problem("\(decision): \(RestoredCopy.mayBeRepeat)", script, decisions, now))
        }
        effects.actions.append(action)
        if kind == .wake {
            line.listening.wantedUntil = time(of: line.account) + .minutes(15)
            effects.change(line)
        }
    }

    /// Whether the script made the same decision on an earlier version of this message.
    private func wasDecided(
        _ kind: Action.Kind, on line: Line.ID, by script: String, _ decisions: ScriptDecisions
    ) -> Bool {
        guard let message = decisions.message, message.completions > 0 else { return false }
        let isThere = try? disk.hasAction(kind, on: line, about: message.id, from: script)
        // If this cannot be read, nothing is done twice.
        return isThere ?? true
    }

    private func line(
        _ reference: LineReference?, _ decisions: ScriptDecisions, _ effects: ScriptEffects
    ) -> Line? {
        let found: Line? =
            switch reference {
            case nil: line(decisions.line)
            case .id(let id): line(id)
            case .name(let name): try? line(name)
            }
        return effects.lines.first { $0.id == found?.id } ?? found
    }

    /// Why an action is not begun: it is under way already, or no longer makes sense.
    private func obstacle(to kind: Action.Kind, _ line: Line, _ effects: ScriptEffects) -> String? {
        let same: (Action) -> Bool = { $0.line == line.id && $0.kind == kind }
        if known.hasOpen(where: { same($0.row) }) || effects.actions.contains(where: same) {
            return "it is already in progress."
        }
        do throws(KeeperError) {
            try check(kind, isPossibleFor: line)
            return nil
        } catch {
            return error.description
        }
    }

    private func problem(
        _ text: String, _ script: String, _ decisions: ScriptDecisions, _ now: Instant
    ) -> EventRecord {
        EventRecord(
            at: now, kind: "script_problem", line: decisions.line, message: decisions.message?.id,
            text: "\(script): \(text)")
    }
}

extension Decision {
    /// The action and its line; the kind is nil if the decision is not an action.
    fileprivate var lineAction: (Action.Kind?, LineReference?)? {
        switch self {
        case .cancel(let line): (.cancel, line)
        case .refund(let line): (.refund, line)
        case .extend(let line, _): (.extend, line)
        case .finish(let line): (.finish, line)
        case .resend(let line): (.resend, line)
        case .wake(let line): (.wake, line)
        case .swap(let line): (.swap, line)
        case .reset(let line): (.reset, line)
        case .autoExtend(let line, _): (.autoExtend, line)
        case .label(let line, _): (nil, line)
        case .route, .forward, .tag, .after, .at, .every, .cancelTimer: nil
        }
    }
}

extension Message {
    /// Distinguishes forwards of a changed code from earlier ones.
    fileprivate var edition: String { revision == 0 ? "" : "r\(revision)" }
}

extension ForwardRequest {
    /// The content to send: the script's text, or the message itself.
    fileprivate func content(_ message: Message?) -> ForwardContent {
        let sender = message?.sender ?? message?.number ?? "Linekeeper"
        let from = message?.oneTimeCode.map { "\($0.shown)  \(sender)" } ?? sender
        return ForwardContent(
            title: title ?? (text == nil ? from : nil), text: text ?? message?.text ?? "",
            priority: priority.flatMap { ForwardPriority(level: $0) }, tags: tags, url: url)
    }
}
