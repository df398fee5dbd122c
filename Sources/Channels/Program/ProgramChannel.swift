import Lines

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
        let run = ProgramDelivery(
            channel: name, settings: settings, secrets: settings.secrets, directory: directory)
        let input = Envelope(delivery).json + [UInt8(ascii: "\n")]
        return try await run.receipt(of: input, id: delivery.id)
    }
}
