import Accounts
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
        var book = troubles
        var timers: [Int64: TimerOutcome] = [:]
        var retries: [Int64: EventRetry] = [:]
        for one in results {
            effects.begin(
                by: one.cause.ofDecisions(about: one.subject),
                mayBeRepeats: isFromBeforeRestore(one.subject))
            plan(one.decisions, at: now, &effects)
            effects.events += one.problems.map {
                EventRecord(
                    at: now, kind: "script_problem", message: one.decisions.message?.id, text: $0)
            }
            if case .event(let event) = one.subject {
                leave(event, seenToBy: effects, &book)
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
                + planned.actions.map { .decided($0) }
                + planned.withdrawn.map { .action(OpenAction($0)) }
                + planned.lines.map { .line($0) }
                + planned.events.map { .event($0) }
                + book.entries.filter { $0.value != troubles.entries[$0.key] }.map {
                    .trouble($0.value)
                })
        troubles = book
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
        // First those of scripts, which may have handles.
        for (request, script, place) in decisions.forwards where !decisions.holdsBack(request) {
            forward(request, place, base, script, decisions, now, &effects)
        }
        for (name, script) in decisions.routes {
            route(name, script, base, decisions, now, &effects)
        }
        for (handle, script) in decisions.withdrawals {
            withdraw(handle, script, decisions, now, &effects)
        }
        for (name, data, script) in decisions.emissions {
            emit(name, data, script, now, &effects)
        }
        for (decision, script) in decisions.onLines {
            onLine(decision, script, decisions, now, &effects)
        }
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
        if let tags = decision.tags(of: line) {
            line.tags = tags
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
        case .label(let line, _), .tagLine(let line, _), .untagLine(let line, _): (nil, line)
        case .route, .forward, .withdraw, .emit, .tag, .after, .at, .every, .cancelTimer: nil
        }
    }
}

extension Decision {
    /// The tags of a line after it; nil if it is not about them.
    fileprivate func tags(of line: Line) -> [String]? {
        switch self {
        case .tagLine(_, let new): Tags.adding(new, to: line.tags)
        case .untagLine(_, let gone): Tags.removing(gone, from: line.tags)
        default: nil
        }
    }
}

extension Message {
    /// Distinguishes forwards of a changed code from earlier ones.
    var edition: String { revision == 0 ? "" : "r\(revision)" }
}
