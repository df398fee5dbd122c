import Accounts
import Keeping
import Lines
import Running
import Scripting
import Storage

/// The Lua prompt.
extension ControlHandler {
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
