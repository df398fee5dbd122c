import Lines
import Transport

/// Runs a program with the message as JSON on its standard input.
///
/// Success is exit code 0. Any other code is worth another try, because the cause may be temporary;
/// 75 (`EX_TEMPFAIL`) says so explicitly. A program that cannot be started at all is a mistake in
/// the configuration. The beginning of its output is the receipt.
///
/// No shell is involved, and nothing from the message is an argument or a variable.
struct ProgramChannel: Channel {
    let name: String
    let settings: ProgramSettings
    /// Its working directory, and the base of a relative path to it.
    let directory: String

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        if let fault = settings.fault { throw .misconfigured(channel: name, reason: fault) }
        let command = ProgramCommand(
            arguments: settings.command,
            environment: ProgramEnvironment.make(id: delivery.id, extra: settings.environment),
            directory: directory)
        let input = Envelope(delivery).json + [UInt8(ascii: "\n")]
        let run = await ProgramRun(command, input: input, limit: settings.timeout).result()
        switch run {
        case .failure(let failure):
            throw error(failure)
        case .success(let outcome):
            return try receipt(outcome)
        }
    }

    private func receipt(_ outcome: ProgramOutcome) throws(DeliveryError) -> DeliveryReceipt {
        let output = settings.secrets.reduce(String(decoding: outcome.output, as: UTF8.self)) {
            $1.hidden(in: $0)
        }
        switch outcome.ending {
        case .exited(0):
            return ReceiverAnswer(status: 0, answer: output)
                .receipt(otherwise: "ended with exit code 0")
        case .exited(75):
            throw .programFailed(
                channel: name, ending: "asked for another try (exit code 75)", code: 75,
                output: output)
        case .exited(let code):
            throw .programFailed(
                channel: name, ending: "ended with exit code \(code)", code: Int(code),
                output: output)
        case .killed(let signal):
            throw .programFailed(
                channel: name, ending: "was ended by signal \(signal)", code: nil, output: output)
        case .stopped(.limit):
            throw .programTooSlow(
                channel: name, limit: settings.timeout, output: output.plainLine(limit: 200))
        case .stopped(.request):
            throw .interrupted(channel: name)
        }
    }

    private func error(_ failure: SpawnFailure) -> DeliveryError {
        let program = (settings.command.first ?? "").plainLine(limit: 100)
        switch failure {
        case .notFound:
            return .misconfigured(
                channel: name, reason: "the program \(program) was not found")
        case .notAllowed:
            return .misconfigured(
                channel: name, reason: "the program \(program) cannot be run; is it executable?")
        case .notAProgram(let reason):
            return .misconfigured(
                channel: name, reason: "\(program) cannot be run (\(reason))")
        case .exhausted(let reason):
            return .programFailed(
                channel: name, ending: "could not be started (\(reason))", code: nil, output: "")
        }
    }
}
