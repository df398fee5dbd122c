import Accounts
import Keeping
package import Lines
package import Scripting
import Storage
import Transport

/// Hands a message on again, to a script that failed on it or has not seen it.
extension ScriptRunner {
    /// Hands a message on again, to the named script or to those that failed on it. Decisions of
    /// other scripts stand, and a repeated forward has the same id.
    ///
    /// - Returns: how each of them ran.
    package func handOn(
        _ id: Message.ID, to name: String? = nil
    ) async throws -> [RunReport] {
        try await turns.take {
            guard let message = try keeper.store.message(id) else {
                throw KeeperError.noSuchMessage(id)
            }
            guard message.state != .stored else {
                throw KeeperError.refused("Message \(id) is still waiting for its scripts.")
            }
            let names = try await scriptsToAsk(about: id, name)
            let value = ScriptValue(message, on: await keeper.knownLine(message.line))
            var call = HandlerCall(.onMessage, [value])
            call.run = ScriptResult.Subject.message(message).run(at: keeper.world.now())
            var reports: [RunReport] = []
            do throws(WorkerUnavailable) {
                for name in names {
                    call.only = name
                    let more = try await run(call, about: "message \(id) again")
                    call = call.seen(after: more.flatMap(\.decisions))
                    reports += more
                }
            } catch {
                await scripts.reset(error.scripts.union(names))
                throw KeeperError.refused(
                    "Nothing was done: \(error.failure). Try again in a moment.")
            }
            let failed = Set(try keeper.store.scriptsThatFailed(on: id)).subtracting(names)
            try await commit([
                ScriptResult(.message(message), .onMessage, reports, isStillFailed: !failed.isEmpty)
            ])
            return reports
        }
    }

    private func scriptsToAsk(
        about id: Message.ID, _ name: String?
    ) async throws -> [String] {
        let failed = try keeper.store.scriptsThatFailed(on: id)
        let statuses = await scripts.status()
        var names = failed
        if let name {
            let known = statuses.map(\.name)
            guard let found = ScriptName(name).found(in: known) else {
                throw KeeperError.noSuchScript(name, known: known)
            }
            guard
                try failed.contains(found)
                    || !keeper.store.runs(on: id).contains(where: { $0.script == found })
            else {
                throw KeeperError.refused(
                    "\(found) has already run on message \(id) without failing. Run `script "
                        + "\(found) --try \(id)` to see its present decisions.")
            }
            names = [found]
        }
        guard !names.isEmpty else {
            throw KeeperError.refused(
                "No script failed on message \(id). `explain \(id)` shows how each ran.")
        }
        for name in names {
            guard let status = statuses.first(where: { $0.name == name }) else {
                throw KeeperError.refused(
                    "\(name), which failed on it, is no longer in the folder.")
            }
            guard status.state == .loaded else {
                throw KeeperError.refused(
                    status.state == .paused
                        ? "\(name) is paused. Run `script \(name) --resume` first."
                        : "\(name) does not load; `scripts` says why.")
            }
            guard status.handlers.contains(HandlerCall.Handler.onMessage.rawValue) else {
                throw KeeperError.refused("\(name) has no on_message.")
            }
        }
        return names
    }
}

/// What shows that a script works.
extension ScriptRunner {
    /// The last message that a script handled, or an ordinary one if there is none: a script that
    /// completes it again can handle messages, and those on which it failed are to blame.
    func proof(of script: String) async -> HandlerCall {
        if let id = (try? keeper.store.messageHandled(by: script)) ?? nil,
            let message = (try? keeper.store.message(id)) ?? nil
        {
            let value = ScriptValue(message, on: await keeper.knownLine(message.line))
            return HandlerCall(.onMessage, [value], at: message.storedAt)
        }
        let now = keeper.world.now()
        var message = Message(id: 0, line: 0, account: "example", text: "Hello", storedAt: now)
        message.sender = "EXAMPLE"
        let line = Line(
            id: 0, account: "example", provider: .smspool, kind: .rental, state: .active,
            purchasedAt: now)
        return HandlerCall(.onMessage, [ScriptValue(message, on: line)])
    }
}
