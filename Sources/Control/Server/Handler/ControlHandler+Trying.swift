import Accounts
import Foundation
import Keeping
import Lines
import Running
import Scripting
import Storage

/// Scripts tried out without effects: on stored messages in pieces, or on something that could happen.
extension ControlHandler {
    /// The most messages of one piece.
    private static let piece = 500

    func rehearse(_ request: RehearseScripts) async throws -> Rehearsed {
        var scripts = try await scriptsToTry(request.script)
        var messages: MessagePiece?
        var trials: [ScriptRunner.Trial] = []
        if let trial = try await singleTrial(request) {
            trials = [trial]
        } else {
            let piece = try pieceOfMessages(
                request.range ?? TrialRange(last: 20), request.place, most: Self.piece)
            messages = piece
            for message in piece.messages {
                trials.append(await keeperService.scripts.trial(of: message))
            }
        }
        if let memory = request.place?.memories.first {
            scripts = scripts.map { $0.remembering(memory) }
        } else if request.fresh != true {
            scripts = keeperService.scripts.remembering(scripts)
        }
        let isTraced = request.trace == true
        let outcome = try await tried(scripts, on: trials, countsLines: isTraced)
        let texts = isTraced ? scripts.reduce(into: [:]) { $0[$1.name] = $1.numberedLines } : nil
        var rows: [RehearsalRecord] = []
        for (trial, reports) in zip(trials, outcome.reports) {
            rows += reports.map { RehearsalRecord(trial, $0, lines: texts) }
        }
        let memory = outcome.memory.map(ScriptMemory.init)
        return Rehearsed(
            rows: rows, next: try messages?.place(after: outcome.reports.count, [memory]))
    }

    /// A name in the folder or a path as one script; without it all that run.
    func scriptsToTry(_ name: String?) async throws -> [Rehearsal.Script] {
        guard let name else {
            let running = await keeperService.scripts.running()
            guard !running.isEmpty else {
                throw ControlFailure(.failed, "No script runs. `scripts` says why.")
            }
            return running
        }
        let typed = name.contains("/") ? name : keeperService.folder + "/" + name
        guard typed.hasPrefix("/") else {
            throw ControlFailure(.usage, "The manager needs the absolute path of the file.")
        }
        let found = ScriptName(typed).candidates.first { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        guard let path = found else {
            if name.contains("/") { throw ControlFailure(.failed, "No such file: \(typed)") }
            throw KeeperError.noSuchScript(
                name, known: await keeperService.scripts.statuses().map(\.name))
        }
        do throws(ScriptFailure) {
            let source = try keeperService.rehearsal.source(at: path)
            // A draft finds what is beside it before what is beside the scripts.
            let modules = ModuleShelf(
                besideScriptsIn: [
                    (path as NSString).deletingLastPathComponent, keeperService.folder,
                ])
            return [
                Rehearsal.Script(
                    name: (path as NSString).lastPathComponent, source: source, modules: modules)
            ]
        } catch {
            throw ControlFailure(.failed, error.description)
        }
    }

    /// The one thing to try them on; nil if those are stored messages.
    private func singleTrial(_ request: RehearseScripts) async throws -> ScriptRunner.Trial? {
        let runner = keeperService.scripts
        var line: Line?
        if let name = request.line { line = try await keeper.line(name) }
        if let id = request.message {
            guard let message = try keeper.store.message(id) else {
                throw KeeperError.noSuchMessage(id)
            }
            return await runner.trial(of: message)
        }
        if let text = request.text {
            return await runner.trial(ofText: text, sender: request.sender, on: line)
        }
        if let name = request.event {
            guard let kind = LineEvent.Kind(rawValue: name) else {
                let known = LineEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ControlFailure(.usage, "There is no event \(name). Events: \(known).")
            }
            return await runner.trial(ofEvent: kind, on: line)
        }
        if let name = request.timer {
            let text = request.data ?? "null"
            let data = ScriptValue(json: text)
            guard data != .null || text == "null" else {
                throw ControlFailure(.usage, "--data must be JSON, such as '{\"id\": 17}'.")
            }
            return runner.trial(ofTimer: name, data: data)
        }
        guard let id = request.action else { return nil }
        guard let action = try keeper.store.action(id) else { throw KeeperError.noSuchAction(id) }
        return await runner.trial(of: action)
    }

    func tried(
        _ scripts: [Rehearsal.Script], on trials: [ScriptRunner.Trial], countsLines: Bool = false
    ) async throws -> Rehearsal.Outcome {
        do {
            return try await keeperService.scripts.rehearse(
                scripts, on: trials, countsLines: countsLines, in: keeperService.rehearsal)
        } catch let failure as ScriptFailure {
            throw ControlFailure(.failed, failure.description)
        }
    }
}
