import Accounts
package import Keeping
package import Lines
package import Scripting
import Storage
import Transport

/// Prompts at which a person types Lua: each has a worker of its own, with `keeper` and the message
/// that it is about. Nothing is carried out, and what is remembered ends with the prompt.
package actor LuaPrompts {
    /// The most at a time: the one that was unused longest makes room.
    private static let most = 4
    /// The name of the script beside which the lines are evaluated.
    private static let name = "lua"

    private struct Prompt {
        var worker: ScriptWorker
        var message: ScriptValue?
        var time: Instant
        var usedAt: Duration
    }

    private let rehearsal: Rehearsal
    private let keeper: Keeper
    private let folder: String
    private var prompts: [String: Prompt] = [:]

    /// - Parameter folder: of the scripts, for `require`.
    package init(rehearsal: Rehearsal, keeper: Keeper, folder: String) {
        self.rehearsal = rehearsal
        self.folder = folder
        self.keeper = keeper
    }

    /// Opens a prompt about a message, or about nothing.
    package func open(about message: Message?) async throws -> String {
        var value: ScriptValue?
        if let message { value = ScriptValue(message, on: await keeper.knownLine(message.line)) }
        let worker = await rehearsal.makeWorker()
        await worker.setModules(ModuleShelf(besideScriptsIn: [folder]))
        let prompt = Prompt(
            worker: worker, message: value,
            time: message?.storedAt ?? keeper.world.now(), usedAt: keeper.world.uptime())
        try await load(prompt)
        while prompts.count >= Self.most,
            let oldest = prompts.min(by: { $0.value.usedAt < $1.value.usedAt })?.key
        {
            await close(oldest)
        }
        let id = keeper.world.identifier()
        prompts[id] = prompt
        return id
    }

    /// - Throws: `KeeperError` if there is no such prompt.
    package func evaluate(_ source: String, at id: String) async throws -> ScriptWorker.Evaluation {
        guard let prompt = prompts[id] else {
            throw KeeperError.refused("This prompt is closed. Open another with `lua`.")
        }
        prompts[id]?.usedAt = keeper.world.uptime()
        let keeper = keeper
        let evaluation = await prompt.worker.evaluate(
            source, beside: Self.name, message: prompt.message, now: prompt.time
        ) { await keeper.answer($0) }
        if case .failed(let failure, _) = evaluation, ![.error, .compile].contains(failure.kind) {
            // It was stopped in the middle of something; it starts anew, without what it knew.
            try await load(prompt)
        }
        return evaluation
    }

    package func close(_ id: String) async {
        await prompts.removeValue(forKey: id)?.worker.shutDown()
    }

    private func load(_ prompt: Prompt) async throws {
        do {
            _ = try await prompt.worker.load(
                Self.name, source: "", memory: [:], now: prompt.time
            ).get()
        } catch {
            await prompt.worker.shutDown()
            throw KeeperError.refused("\(error)")
        }
    }
}
