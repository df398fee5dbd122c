import Lines
import Transport

/// One run of a program that takes a delivery, and the meaning of its end.
struct ProgramDelivery {
    let channel: String
    let settings: ProgramSettings
    /// Texts that must not be kept if the program prints them.
    let secrets: [Secret]
    let directory: String

    /// - Parameter id: the delivery's, for the program's environment.
    func receipt(
        of input: [UInt8], id: String
    ) async throws(DeliveryError) -> DeliveryReceipt {
        let command = ProgramCommand(
            arguments: settings.command,
            environment: ProgramEnvironment.make(id: id, extra: settings.variables),
            directory: directory)
        switch await ProgramRun(command, input: input, limit: settings.timeout).result() {
        case .failure(let failure): throw error(failure)
        case .success(let outcome): return try receipt(outcome)
        }
    }

    private func receipt(_ outcome: ProgramOutcome) throws(DeliveryError) -> DeliveryReceipt {
        let output = secrets.reduce(String(decoding: outcome.output, as: UTF8.self)) {
            $1.hidden(in: $0)
        }
        switch outcome.ending {
        case .exited(0):
            return ReceiverAnswer(status: 0, answer: output)
                .receipt(otherwise: "ended with exit code 0")
        case .exited(75):
            throw .programFailed(
                channel: channel, ending: "asked for another try (exit code 75)", code: 75,
                output: output)
        case .exited(let code):
            throw .programFailed(
                channel: channel, ending: "ended with exit code \(code)", code: Int(code),
                output: output)
        case .killed(let signal):
            throw .programFailed(
                channel: channel, ending: "was ended by signal \(signal)", code: nil, output: output
            )
        case .stopped(.limit):
            throw .programTooSlow(
                channel: channel, limit: settings.timeout, output: output.plainLine(limit: 200))
        case .stopped(.request):
            throw .interrupted(channel: channel)
        }
    }

    private func error(_ failure: SpawnFailure) -> DeliveryError {
        let program = (settings.command.first ?? "").plainLine(limit: 100)
        switch failure {
        case .notFound:
            return .misconfigured(
                channel: channel, reason: "the program \(program) was not found")
        case .notAllowed:
            return .misconfigured(
                channel: channel, reason: "the program \(program) cannot be run; is it executable?")
        case .notAProgram(let reason):
            return .misconfigured(
                channel: channel, reason: "\(program) cannot be run (\(reason))")
        case .exhausted(let reason):
            return .programFailed(
                channel: channel, ending: "could not be started (\(reason))", code: nil, output: "")
        }
    }
}
