import Accounts
import Keeping
import Lines
import Running
import Storage
import Transport

/// Lines and actions on them.
extension ControlHandler {
    func lines(_ request: ListLines) async throws -> [LineRecord] {
        var records: [LineRecord] = []
        for line in await keeper.allLines() where request.all || !line.state.isEnded {
            records.append(await record(line))
        }
        return records
    }

    func line(_ request: ShowLine) async throws -> LineDetail {
        let line = try await keeper.line(request.line)
        var filter = keeper.store.filter()
        filter.line = line.id
        filter.limit = 10
        return LineDetail(
            line: await record(line), duties: try await duties(of: line.id),
            messages: await records(try keeper.store.messages(filter)),
            actions: try keeper.store.actions(line: line.id, limit: 10).map(ActionRecord.init),
            events: try keeper.store.latestEvents(line: line.id, limit: 15)
                .map(EventRecord.init))
    }

    func label(_ request: LabelLine) async throws -> LineRecord {
        let line = try await keeper.line(request.line)
        return await record(try await keeper.label(line.id, request.text))
    }

    func tag(_ request: TagLine) async throws -> LineRecord {
        let line = try await keeper.line(request.line)
        return await record(
            try await keeper.tag(line.id, request.tags, isRemoved: request.remove))
    }

    func act(_ request: ActOnLine) async throws -> OutcomeRecord {
        let line = try await keeper.line(request.line)
        let kind = try kind(request.kind)
        if kind == .extend {
            guard let days = request.days else {
                throw ControlFailure(.usage, "Give the number of days.")
            }
            return try await outcome(
                try await commands.extend(
                    line, days: try self.days(days), maxPrice: try money(request.maxPrice),
                    origin: "console"))
        }
        return try await outcome(
            try await commands.act(
                kind, on: line, seconds: request.seconds.map { Int(seconds($0).wholeSeconds) },
                maxPrice: try money(request.maxPrice),
                isAnyPriceAgreed: request.anyPrice ?? false, origin: "console"))
    }

    func checkAction(_ request: CheckAction) async throws -> Done {
        let line = try await keeper.line(request.line)
        try await keeper.check(try kind(request.kind), isPossibleFor: line)
        return Done("Possible.")
    }

    private func kind(_ name: String) throws(ControlFailure) -> Action.Kind {
        guard let kind = Action.Kind(rawValue: name), kind != .forward, kind != .order,
            kind != .rent
        else { throw ControlFailure(.usage, "\(name) is not an action on a line.") }
        return kind
    }

    func quoteExtension(_ request: QuoteExtension) async throws -> QuoteRecord {
        let line = try await keeper.line(request.line)
        try await keeper.check(.extend, isPossibleFor: line)
        return QuoteRecord(
            try await commands.quoteExtension(of: line, days: try days(request.days)))
    }

    func reset(_ request: ResetLine) async throws -> LineRecord {
        let line = try await keeper.line(request.line)
        try await commands.reset(line)
        return await record(try await keeper.line("\(line.id)"))
    }

    func quoteAutoExtension(_ request: QuoteAutoExtension) async throws -> QuoteRecord {
        QuoteRecord(
            try await commands.quoteAutoExtension(of: try await keeper.line(request.line)))
    }

    func setAutoExtend(_ request: SetAutoExtend) async throws -> LineRecord {
        let line = try await keeper.line(request.line)
        return await record(try await commands.setAutoExtend(of: line, to: request.isOn))
    }

    func adopt(_ request: AdoptLines) async throws -> [LineRecord] {
        let lines: [Line]
        if let old = request.from {
            let name = try await keeper.account(named: request.account).name
            lines = try await keeper.takeOver(from: old, by: name)
        } else {
            lines = try await commands.adopt(
                account: request.account, providerID: request.providerId,
                forwards: request.forward ?? false)
        }
        var records: [LineRecord] = []
        for line in lines { records.append(await record(line)) }
        return records
    }

    func code(_ request: AwaitCode) async throws -> CodeRecord {
        if request.seconds > 0, let text = request.line {
            let line = try await keeper.line(text)
            let now = await keeper.time(at: line)
            if let obstacle = LineObstacle.toReceive(on: line, at: now) {
                throw ControlFailure(.failed, obstacle.description)
            }
        }
        let message = try await commands.code(
            on: request.line, within: seconds(request.seconds))
        var record = CodeRecord(message)
        record.expired = await commands.hasRunOut(message)
        return record
    }

    func recompute(_ request: RecomputeCodes) async throws -> CodeChanges {
        let (changes, last) = try await commands.recomputeCodes(
            after: request.after, isApplied: request.apply)
        let visible = changes.filter(\.isVisible)
        return CodeChanges(
            changes: visible.map(CodeChangeRecord.init), others: changes.count - visible.count,
            last: last)
    }

    func plan(_ request: ListPlan) async throws -> [DutyRecord] {
        var line: Line.ID?
        if let text = request.line { line = try await keeper.line(text).id }
        return try await duties(of: line)
    }

    private func duties(of id: Line.ID?) async throws -> [DutyRecord] {
        let lines = Dictionary(
            uniqueKeysWithValues: await keeper.allLines().map { ($0.id, $0) })
        let now = keeper.world.now()
        var records: [DutyRecord] = []
        for duty in await keeper.plan(of: id) {
            guard let line = lines[duty.line] else { continue }
            // Plans are made in the provider's time and shown in ours.
            let ahead = await keeper.time(at: line) - now
            records.append(DutyRecord(duty, line: line, ahead: ahead))
        }
        for action in await keeper.waitingActions(of: id) {
            guard let line = action.line.flatMap({ lines[$0] }) else { continue }
            records.append(DutyRecord(action.row, line: line))
        }
        for action in try keeper.store.heldForwards() {
            guard let line = action.line.flatMap({ lines[$0] }), id == nil || id == line.id
            else { continue }
            records.append(DutyRecord(held: action, line: line))
        }
        return records.sorted { $0.due < $1.due }
    }
}
