import Accounts
import Foundation
import Keeping
import Lines
import Running
import Scripting
import Storage

/// The drop-in folder's scripts.
extension ControlHandler {
    /// The script that was typed. A path in the scripts folder is the file there; any other one stays
    /// as it is, and no script has its name.
    func script(_ typed: String) -> String {
        guard typed.contains("/") else { return typed }
        let file = URL(fileURLWithPath: typed)
        let places = [file.deletingLastPathComponent(), URL(fileURLWithPath: keeperService.folder)]
            .map { $0.resolvingSymlinksInPath().path }
        return places[0] == places[1] ? file.lastPathComponent : typed
    }

    func scripts(_ request: ListScripts) async throws -> [ScriptRecord] {
        let records = try await scripts()
        guard let typed = request.script else { return records }
        let known = records.map(\.name)
        guard let name = ScriptName(script(typed)).found(in: known) else {
            throw KeeperError.noSuchScript(typed, known: known)
        }
        return records.filter { $0.name == name }
    }

    private func scripts() async throws -> [ScriptRecord] {
        let setAside = try keeper.store.messagesSetAside(limit: 1000)
        return await keeperService.scripts.statuses().map { status in
            let isStale = status.state == .loaded && status.newerVersionError != nil
            return ScriptRecord(
                name: status.name,
                state: isStale
                    ? "stale" : status.state == .loaded ? "running" : status.state.rawValue,
                handlers: status.handlers, runs: status.runs, failures: status.failures,
                lastRunAt: Timestamp(status.lastRunAt),
                error: status.newerVersionError ?? status.lastFailure?.description ?? status.remark,
                traceback: status.newerVersionError == nil ? status.lastFailure?.traceback : nil,
                pausedUntil: Timestamp(status.pausedUntil), pauseReason: status.pauseReason,
                setAside: setAside[status.name] ?? [])
        }
    }

    func resume(_ request: ResumeScript) async throws -> Done {
        let name = try await keeperService.scripts.resume(script(request.script))
        return Done("\(name) runs again.")
    }

    func memory(_ request: ListMemory) async throws -> [MemoryRecord] {
        try await keeperService.scripts.memory(of: script(request.script))
            .sorted { $0.key < $1.key }
            .map { MemoryRecord(key: $0.key, value: $0.value) }
    }

    func forget(_ request: ForgetMemory) async throws -> Done {
        let (name, count) = try await keeperService.scripts.forget(
            script(request.script), key: request.key)
        return Done("\(name) has forgotten \(counted(count, "key")).")
    }

    func timers(_ request: ListTimers) async throws -> [TimerListing] {
        try await keeperService.scripts.timers(of: script(request.script)).map { timer in
            TimerListing(
                name: timer.name, dueAt: Timestamp(timer.dueAt),
                // A timer without data carries nil, which is no value to show.
                data: timer.data == "null" ? nil : timer.data,
                chain: timer.chain, schedule: timer.schedule)
        }
    }

    func dropPending(_ request: DropPending) async throws -> Done {
        let dropped = try await keeperService.scripts.dropPending(
            of: script(request.script), onlyTimers: request.onlyTimers)
        let timers = counted(dropped.timers, "timer")
        guard !request.onlyTimers else { return Done("Dropped of \(dropped.script): \(timers).") }
        let held = dropped.held > 0 ? " (\(dropped.held) held back by the channel's times)" : ""
        let forwards = counted(dropped.forwards, "forward") + held
        let actions = counted(dropped.actions, "action on a line", "actions on lines")
        return Done("Dropped of \(dropped.script): \(timers), \(forwards), \(actions).")
    }

    func rename(_ request: RenameScript) async throws -> Done {
        let (old, new) = try await keeperService.scripts.rename(
            script(request.script), to: request.to, in: keeperService.folder)
        return Done("\(new) has what \(old) remembered, its timers and its open actions.")
    }

    func handOn(_ request: HandOnMessage) async throws -> Done {
        let reports = try await keeperService.scripts.handOn(
            request.message, to: request.script.map(script))
        if let failure = reports.compactMap(\.failure).first {
            throw ControlFailure(.failed, "It failed again. \(failure)")
        }
        let told = reports.map { report in
            let decisions = report.decisions.map(\.description).joined(separator: ", ")
            return "\(report.script) ran on message \(request.message) and decided "
                + (decisions.isEmpty ? "nothing." : "\(decisions).")
        }
        return Done(told.joined(separator: "\n"))
    }
}
