import Accounts
import Channels
import Lines
import Scripting
import Storage

/// What scripts decide about forwards, and what they tell each other.
extension KeeperLogic {
    func route(
        _ name: String, _ script: String, _ base: String, _ decisions: ScriptDecisions,
        _ now: Instant, _ effects: inout ScriptEffects
    ) {
        guard let route = settings.routes[name] else {
            effects.events.append(
                problem("There is no route \(name) in config.lua.", script, decisions, now))
            return
        }
        guard !decisions.isBacklog else { return }
        for chain in route.chains {
            guard let first = chain.channels.first else { continue }
            var request = ForwardRequest(channel: first)
            request.further = Array(chain.channels.dropFirst())
            request.withinMilliseconds = chain.within.milliseconds
            forward(request, 0, base, script, decisions, now, &effects)
        }
    }

    /// A message that is sent as it is reaches a channel once, however many routes and scripts name it.
    ///
    /// - Parameter place: its position among its script's forwards to the same channels.
    func forward(
        _ request: ForwardRequest, _ place: Int, _ base: String, _ script: String,
        _ decisions: ScriptDecisions, _ now: Instant, _ effects: inout ScriptEffects
    ) {
        let key =
            request.isUnchanged
            ? "\(base)-\(request.channel)" : "\(base)-\(script)-\(request.target)-\(place)"
        if let other = effects.actions.firstIndex(where: { $0.key == key }) {
            // Whoever names a chain wants the rest of it too.
            if effects.actions[other].nextAt == nil {
                effects.actions[other].lead(to: request, base, at: now)
            }
            return
        }
        var details = ActionDetails()
        details.content = request.content(decisions.message)
        details.chain = effects.chain
        var action = Action(
            id: 0, key: key, kind: .forward, origin: script, payload: details.json, createdAt: now)
        action.lead(to: request, base, at: now)
        action.channel = request.channel
        action.handle = request.handle
        action.message = decisions.message?.id
        action.line = decisions.line
        effects.actions.append(action)
    }

    /// Takes back a forward that is not sent yet. One that is being sent just now cannot be stopped,
    /// and counts as delivered if it is taken.
    func withdraw(
        _ handle: String, _ script: String, _ decisions: ScriptDecisions, _ now: Instant,
        _ effects: inout ScriptEffects
    ) {
        let isMeant: (Action) -> Bool = { $0.origin == script && $0.handle == handle }
        let decidedNow = effects.actions.firstIndex(where: isMeant)
        if let decidedNow {
            effects.actions[decidedNow] = effects.actions[decidedNow].withdrawn(at: now)
        }
        do throws(StoreError) {
            // A message that is handled again decides the same forward again.
            let stored = try disk.forward(of: script, called: handle)
            if let stored, stored.state == .pending {
                effects.withdrawn.append(stored.withdrawn(at: now))
            }
            guard stored == nil, decidedNow == nil else { return }
            effects.events.append(
                problem("No forward has the handle \(handle.prefix(80)).", script, decisions, now))
        } catch {
            effects.events.append(
                problem("The forward was not withdrawn: \(error)", script, decisions, now))
        }
    }

    /// A debt to each script that listens: it is paid when that script can run.
    func emit(
        _ name: String, _ data: ScriptValue, _ script: String, _ now: Instant,
        _ effects: inout ScriptEffects
    ) {
        for listener in debts.listeners(besides: script) {
            var payload = ScriptEventPayload(
                event: "emitted", text: "\(script) tells \(listener): \(name).")
            payload.script = listener
            payload.emitted = ScriptEventPayload.Emitted(
                name: name, data: data, from: script, chain: effects.chain)
            effects.events.append(
                EventRecord(
                    at: now, kind: "script_event", text: payload.text, payload: payload.encoded))
        }
    }

    func problem(
        _ text: String, _ script: String, _ decisions: ScriptDecisions, _ now: Instant
    ) -> EventRecord {
        EventRecord(
            at: now, kind: "script_problem", line: decisions.line, message: decisions.message?.id,
            text: "\(script): \(text)")
    }
}

extension Action {
    /// Adds the further channels of a request.
    fileprivate mutating func lead(to request: ForwardRequest, _ base: String, at now: Instant) {
        guard !request.further.isEmpty else { return }
        var details = details
        details.further = request.further
        details.within = request.withinMilliseconds
        if request.isUnchanged { details.base = base }
        payload = details.json
        nextAt = now + .milliseconds(request.withinMilliseconds)
    }

    fileprivate func withdrawn(at now: Instant) -> Action {
        var action = self
        action.state = .dropped
        action.endedAt = now
        action.result = "Withdrawn by \(origin)."
        return action
    }
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
