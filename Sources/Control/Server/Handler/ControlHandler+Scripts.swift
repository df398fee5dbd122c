import Accounts
import Foundation
import Keeping
import Lines
import Running
import Scripting
import Storage

/// The drop-in folder's scripts, and dry runs.
extension ControlHandler {
    func scripts(_ request: ListScripts) async throws -> [ScriptRecord] {
        await keeperService.scripts.statuses().map { status in
            let isStale = status.state == .loaded && status.newerVersionError != nil
            return ScriptRecord(
                name: status.name,
                state: isStale
                    ? "stale" : status.state == .loaded ? "running" : status.state.rawValue,
                handlers: status.handlers, runs: status.runs, failures: status.failures,
                lastRunAt: Timestamp(status.lastRunAt),
                error: status.newerVersionError ?? status.lastFailure?.description ?? status.remark,
                traceback: status.newerVersionError == nil ? status.lastFailure?.traceback : nil)
        }
    }

    func resume(_ request: ResumeScript) async throws -> Done {
        try await keeperService.scripts.resume(request.script)
        return Done("\(request.script) runs again.")
    }

    func handOn(_ request: HandOnMessage) async throws -> Done {
        let reports = try await keeperService.scripts.handOn(request.message, to: request.script)
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

    func rehearse(_ request: RehearseScript) async throws -> [RehearsalRecord] {
        let path =
            request.script.contains("/")
            ? request.script : keeperService.folder + "/" + request.script
        guard path.hasPrefix("/") else {
            throw ControlFailure(.usage, "The manager needs the absolute path of the file.")
        }
        guard FileManager.default.fileExists(atPath: path) else {
            if request.script.contains("/") {
                throw ControlFailure(.failed, "No such file: \(path)")
            }
            throw KeeperError.noSuchScript(
                request.script, known: await keeperService.scripts.statuses().map(\.name))
        }
        var messages: [Message]
        if let id = request.message {
            guard let message = try keeper.store.message(id) else {
                throw KeeperError.noSuchMessage(id)
            }
            messages = [message]
        } else {
            var filter = keeper.store.filter()
            filter.limit = min(max(request.last, 1), 1000)
            messages = try keeper.store.messages(filter).reversed()
        }
        let name = (path as NSString).lastPathComponent
        do {
            let source = try keeperService.rehearsal.source(at: path)
            let reports = try await keeperService.scripts.rehearse(
                name: name, source: source, on: messages, in: keeperService.rehearsal)
            return zip(messages, reports).map(RehearsalRecord.init)
        } catch let failure as ScriptFailure {
            throw ControlFailure(.failed, failure.description)
        }
    }
}

extension RehearsalRecord {
    init(_ message: Message, _ report: RunReport) {
        self.message = message.id
        sender = message.sender
        outcome =
            switch report.outcome {
            case .completed: report.stopped ? "stopped" : "completed"
            case .noHandler: "no on_message"
            case .failed: "failed"
            }
        decisions = report.decisions.map(\.description)
        log = report.log
        failure = report.failure?.description
    }
}
