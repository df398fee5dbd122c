import Accounts
import Keeping
import Logging
import Scripting
import Storage
import Transport

/// Follows the folder of scripts, and keeps what happens to them.
extension ScriptRunner {
    /// Loads the folder. No message may be handled before this: the scripts would never see it.
    package func load() async {
        for notice in await scripts.refresh() {
            switch notice.kind {
            case .removed:
                starts.removed(notice.script)
                await keeper.noteScript(notice.script, isThere: false)
            case .loaded, .reloaded:
                await keeper.noteScript(notice.script, isThere: true)
                starts.loaded(notice.script)
                // It may have timers waiting, or results of its actions.
                keeper.scriptsSignal.send()
            case .resumed: keeper.scriptsSignal.send()
            case .broken, .unreadable, .folder:
                guard notice.isRevived else { break }
                await keeper.noteScript(notice.script, isThere: true)
                starts.loaded(notice.script)
                keeper.scriptsSignal.send()
            }
            let kind =
                switch notice.kind {
                case .broken, .unreadable, .folder: "script_broken"
                case .resumed: "script_resumed"
                case .loaded, .reloaded, .removed: "script"
                }
            try? await keeper.note(kind: kind, text: notice.description)
            for line in notice.log {
                try? await keeper.note(kind: "script_log", text: "\(notice.script): \(line)")
            }
        }
        starts.folderWasRead()
        await keeper.noteHandlers(await scripts.handlers)
        await keepStandings()
        await keepVersions()
    }

    /// Failures and pauses are stored beside what they follow from: a count that is lost with the
    /// power costs one more try.
    func keepStandings() async {
        let standings = await scripts.takeStandings()
        guard !standings.isEmpty else { return }
        do {
            try await keeper.note(standings)
        } catch {
            logger.warning("standings not stored", metadata: ["reason": "\(error)"])
        }
    }

    /// Checks the folder about once a second, so that a saved file takes effect within two.
    func watchFolder(every interval: Duration) async {
        while !Task.isCancelled {
            try? await keeper.world.sleep(interval)
            await load()
        }
    }
}
