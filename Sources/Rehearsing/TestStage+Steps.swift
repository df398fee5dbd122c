import Keeping
import Lines
import Scripting

/// The steps of a test that scripts see.
extension TestStage {
    /// More calls in one step would go on for ever.
    private static let mostCalls = 10_000

    /// What a step led to.
    struct StepOutcome {
        var reports: [RunReport] = []
        /// What the step returns, such as the message.
        var result = ScriptValue.null
        /// The text of the message that was handled.
        var text: String?
    }

    func act(_ step: String, _ arguments: ScriptValue) async throws(Refusal) -> StepOutcome {
        let starting = step != "start"
        var outcome = StepOutcome()
        // Failures of the start belong to the first step; its decisions are `t.start`'s.
        outcome.reports = try await load(starting: starting).filter { $0.failure != nil }
        switch step {
        case "message": try await receive(arguments, &outcome)
        case "event": outcome.reports += try await happen(arguments)
        case "action": outcome.reports += try await end(arguments)
        case "timer": outcome.reports += try await fire(arguments)
        case "start":
            let only = try arguments["script"]?.text.map { name throws(Refusal) in
                try scriptNamed(name)
            }
            let why = arguments["why"]?.text ?? "start"
            outcome.reports += await run(HandlerCall(.onStart, [.string(why)], only: only))
        case "at": outcome.reports += try await move(arguments)
        default: throw Refusal("there is no such step")
        }
        return outcome
    }

    private func receive(
        _ fields: ScriptValue, _ outcome: inout StepOutcome
    ) async throws(Refusal) {
        let table = try message(fields)
        let reports = await run(HandlerCall(.onMessage, [table]))
        outcome.reports += reports
        outcome.text = table["text"]?.text
        let stored = table.seen(after: reports.flatMap(\.decisions))
        messages.append(stored)
        if messages.count > 1000 { messages.removeFirst() }
        outcome.result = stored
    }

    private func happen(_ fields: ScriptValue) async throws(Refusal) -> [RunReport] {
        try check(fields, APIRecord.event)
        let name = fields["kind"]?.text ?? ""
        guard let kind = LineEvent.Kind(rawValue: name) else {
            let known = LineEvent.Kind.allCases.map(\.rawValue)
            throw Refusal("there is no event \(name)\(suggestion(for: name, among: known))")
        }
        let line = try lineTable(fields["line"])
        let event: [String: ScriptValue] = [
            "kind": .string(kind.rawValue), "at": fields["at"] ?? .seconds(now),
            "text": fields["text"] ?? .string("\(kind.rawValue)."), "line": line,
        ]
        return await run(HandlerCall(.onLine, [.table(event)]))
    }

    private func end(_ fields: ScriptValue) async throws(Refusal) -> [RunReport] {
        guard case .table(var action) = fields else { throw Refusal("give a table") }
        let script = action.removeValue(forKey: "script")?.text
        try check(.table(action), APIRecord.action)
        let kind = action["kind"]?.text ?? "forward"
        guard Action.Kind(rawValue: kind) != nil else {
            let known = Action.Kind.allCases.map(\.rawValue)
            throw Refusal("there is no action \(kind)\(suggestion(for: kind, among: known))")
        }
        action["kind"] = .string(kind)
        action["id"] = action["id"] ?? 1
        action["state"] = action["state"] ?? "done"
        action["attempts"] = action["attempts"] ?? 1
        if kind != "forward" || action["line"] != nil {
            action["line"] = try lineTable(action["line"])
        }
        let only = try script.map { name throws(Refusal) in try scriptNamed(name) }
        return await run(HandlerCall(.onAction, [.table(action)], only: only))
    }

    private func fire(_ fields: ScriptValue) async throws(Refusal) -> [RunReport] {
        guard let name = fields["name"]?.text else { throw Refusal("name is missing") }
        let only = try fields["script"]?.text.map { name throws(Refusal) in try scriptNamed(name) }
        let arguments = [.string(name), fields["data"] ?? .null, ScriptValue.seconds(now)]
        return await run(HandlerCall(.onTimer, arguments, only: only))
    }

    // MARK: Time

    /// Moves on, and calls the timers that become due on the way.
    private func move(_ arguments: ScriptValue) async throws(Refusal) -> [RunReport] {
        let target = try time(arguments["when"])
        var reports: [RunReport] = []
        var calls = 0
        while let next = timers.indices.filter({ timers[$0].due <= target })
            .min(by: { (timers[$0].due, timers[$0].order) < (timers[$1].due, timers[$1].order) })
        {
            calls += 1
            guard calls <= Self.mostCalls else {
                throw Refusal(
                    "timers were called \(Self.mostCalls) times on the way, the last one "
                        + "\(timers[next].name) of \(timers[next].script)")
            }
            let timer = timers[next]
            now = max(now, timer.due)
            if let schedule = timer.schedule,
                let due = schedule.next(after: now, last: timer.due, in: environment.zone)
            {
                timers[next].due = due
            } else {
                timers.remove(at: next)
            }
            let arguments = [.string(timer.name), timer.data, ScriptValue.seconds(timer.due)]
            reports += await run(HandlerCall(.onTimer, arguments, only: timer.script))
        }
        now = target
        return reports
    }

    private func time(_ when: ScriptValue?) throws(Refusal) -> Instant {
        guard let words = when?.text else {
            throw Refusal("give a time such as \"+9h\", \"07:00\" or \"2026-12-24 18:00\"")
        }
        if words.hasPrefix("+") {
            return now + (try duration(.string(String(words.dropFirst()))))
        }
        do throws(Schedule.Unreadable) {
            return try WrittenTime.next(words, after: now, in: environment.zone)
        } catch {
            throw Refusal("\(error.description); or a time from now, such as \"+9h\"")
        }
    }

    /// `1h30m`
    func duration(_ value: ScriptValue?) throws(Refusal) -> Duration {
        guard let duration = value?.text.flatMap({ Duration(spelled: $0) }) else {
            throw Refusal("give a length of time such as \"10m\" or \"1h30m\"")
        }
        return duration
    }
}

extension TestStage.StepOutcome {
    /// The same as the test sees it.
    var value: ScriptValue {
        let decisions = reports.flatMap { report in
            report.decisions.indices.map { index -> ScriptValue in
                let decision = report.decisions[index]
                let place = report.places.indices.contains(index) ? report.places[index].at : ""
                var fields = Dictionary(
                    decision.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
                // A forward without a text sends the message's.
                if case .forward = decision, fields["text"] == nil {
                    fields["text"] = text.map(ScriptValue.string)
                }
                return [
                    "kind": .string(decision.kind), "script": .string(report.script),
                    "fields": .table(fields),
                    "shown": .string(
                        place.isEmpty ? decision.whole : "\(decision.whole) (\(place))"),
                ]
            }
        }
        return [
            "decisions": .array(decisions),
            "failures": .array(
                reports.compactMap(\.failure).map { .string("\($0.script) failed: \($0)") }),
            "log": .array(reports.flatMap(\.log).map(ScriptValue.string)),
            "stopped": .array(reports.filter(\.stopped).map { .string($0.script) }),
            "result": result,
        ]
    }
}
