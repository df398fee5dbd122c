import Accounts
import Keeping
import Lines
import Running
import Scripting
import Storage

/// Kept versions of scripts, and the Lua prompt.
extension ControlHandler {
    func versions(_ request: ListVersions) async throws -> [VersionListing] {
        let (_, kept, running) = try await keeperService.scripts.versions(of: request.script)
        return kept.map { version in
            VersionListing(
                hash: version.hash, since: Timestamp(version.since),
                state: version.hash == running ? "running" : version.hasRun ? "ran" : "replaced",
                bytes: version.text.utf8.count,
                lines: version.text.split(
                    separator: "\n", omittingEmptySubsequences: false
                ).count - (version.text.hasSuffix("\n") ? 1 : 0))
        }
    }

    func version(_ request: ShowVersion) async throws -> VersionText {
        let version = try await keeperService.scripts.version(request.hash, of: request.script)
        return VersionText(
            script: version.script, hash: version.hash, since: Timestamp(version.since),
            text: version.text)
    }

    func rollBack(_ request: RollBackScript) async throws -> Done {
        let version = try await keeperService.scripts.rollBack(
            request.script, to: request.hash, in: keeperService.folder)
        return Done(
            "\(version.script) has the text of version \(version.hash) again. The text it had is kept: "
                + "`script \(version.script) --versions`.")
    }

    func openPrompt(_ request: OpenPrompt) async throws -> PromptRecord {
        var message: Message?
        if let id = request.message {
            guard let found = try keeper.store.message(id) else {
                throw KeeperError.noSuchMessage(id)
            }
            message = found
        }
        let prompt = try await keeperService.prompts.open(about: message)
        let record = message.map { [$0] } ?? []
        return PromptRecord(prompt: prompt, message: await records(record).first)
    }

    func evaluate(_ request: EvaluateLua) async throws -> EvaluatedRecord {
        switch try await keeperService.prompts.evaluate(request.source, at: request.prompt) {
        case .incomplete:
            return EvaluatedRecord(isIncomplete: true, values: [], decisions: [], log: [])
        case .failed(let failure, let log):
            return EvaluatedRecord(
                isIncomplete: false, values: [], decisions: [], log: log,
                failure: failure.description)
        case .done(let values, let report):
            return EvaluatedRecord(
                isIncomplete: false, values: values, decisions: report.decisionRecords,
                log: report.log, failure: report.failure?.description)
        }
    }

    func closePrompt(_ request: ClosePrompt) async throws -> Done {
        await keeperService.prompts.close(request.prompt)
        return Done("The prompt is closed.")
    }
}
