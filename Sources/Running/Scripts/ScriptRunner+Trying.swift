import Accounts
import Keeping
package import Lines
package import Scripting
import Storage
import Transport

/// Tries scripts out on what there was or could be, without effects.
extension ScriptRunner {
    /// A call to try, and what it is about.
    package struct Trial: Sendable {
        /// `message 17`, `event expiring`, ...
        package var subject: String
        package var message: Message?
        package var call: HandlerCall

        package init(subject: String, message: Message? = nil, call: HandlerCall) {
            self.subject = subject
            self.message = message
            self.call = call
        }
    }

    /// The scripts that run, in order.
    package func running() async -> [Rehearsal.Script] {
        let modules = await scripts.shelf
        return await scripts.running().map {
            Rehearsal.Script(name: $0.name, source: $0.source, modules: modules)
        }
    }

    /// The same scripts with what they remember.
    package func remembering(_ scripts: [Rehearsal.Script]) -> [Rehearsal.Script] {
        scripts.map { script in
            var script = script
            script.memory = Keeper.memory(of: script.name, in: keeper.store)
            return script
        }
    }

    /// - Throws: `ScriptFailure` if a text does not load.
    package func rehearse(
        _ scripts: [Rehearsal.Script], on trials: [Trial], countsLines: Bool = false,
        in rehearsal: Rehearsal
    ) async throws -> Rehearsal.Outcome {
        let keeper = keeper
        return try await rehearsal.run(
            scripts, calls: trials.map(\.call), countsLines: countsLines
        ) { await keeper.answer($0) }
    }

    package func trial(of message: Message) async -> Trial {
        let value = ScriptValue(message, on: await keeper.knownLine(message.line))
        return Trial(
            subject: "message \(message.id)", message: message,
            call: HandlerCall(.onMessage, [value], at: message.storedAt))
    }

    /// A message that nobody sent.
    package func trial(
        ofText text: String, sender: String?, on line: Line?
    ) async -> Trial {
        let now = keeper.world.now()
        let line = await exampleLine(line)
        var message = Message(
            id: 0, line: line.id, account: line.account, text: text, storedAt: now,
            isFirst: line.messageCount == 0)
        message.sender = sender
        message.receivedAt = now
        message.number = line.number
        message.oneTimeCode = message.decidedCode(told: nil, on: line)
        return Trial(
            subject: "the text", message: message,
            call: HandlerCall(.onMessage, [ScriptValue(message, on: line)], at: now))
    }

    package func trial(ofEvent kind: LineEvent.Kind, on line: Line?) async -> Trial {
        let now = keeper.world.now()
        let line = await exampleLine(line)
        let event = ScriptEventPayload(
            event: kind.rawValue, text: "Tried out: \(kind.rawValue).", line: line.id)
        return Trial(
            subject: "event \(kind.rawValue)",
            call: HandlerCall(.onLine, [ScriptValue(event, at: now, on: line)], at: now))
    }

    package func trial(ofTimer name: String, data: ScriptValue) -> Trial {
        let now = keeper.world.now()
        return Trial(
            subject: "timer \(name)",
            call: HandlerCall(.onTimer, [.string(name), data, ScriptValue(now)], at: now))
    }

    package func trial(of action: Action) async -> Trial {
        var line: Line?
        if let id = action.line { line = await keeper.knownLine(id) }
        return Trial(
            subject: "action \(action.id)",
            call: HandlerCall(
                .onAction, [ScriptValue(action, on: line)], at: action.endedAt))
    }

    /// A line that is held, or one like it if there is none.
    private func exampleLine(_ line: Line?) async -> Line {
        if let line { return line }
        if let held = await keeper.allLines().first(where: { !$0.state.isEnded }) { return held }
        var example = Line(
            id: 0, account: "example", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: keeper.world.now())
        example.number = "+15550100"
        return example
    }
}
