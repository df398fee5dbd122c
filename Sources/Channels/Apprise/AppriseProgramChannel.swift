import Lines
import Transport

/// Sends through the `apprise` program of this machine.
///
/// The text goes to its standard input, title first, and the addresses of services into
/// `APPRISE_URLS`, because every user of a machine can read the arguments of a program. It ends with
/// 1 if a service did not take the message, and with 3 if there was none to notify.
struct AppriseProgramChannel: Channel {
    let name: String
    let settings: AppriseSettings
    /// The base of relative paths.
    let directory: String

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        if let fault = settings.fault { throw .misconfigured(channel: name, reason: fault) }
        let text = Notice(delivery).whole(AppriseServerChannel.longestMessage, .utf16, .angleless)
        var program = ProgramSettings(command: arguments, timeout: settings.timeout)
        // Python reads its input in the encoding of the locale, which a service may not have.
        program.environment = ["PYTHONUTF8": "1"]
        if !settings.urls.isEmpty {
            let urls = settings.urls.map { $0.reveal() }.joined(separator: " ")
            program.keys["APPRISE_URLS"] = Secret(urls)
        }
        let run = ProgramDelivery(
            channel: name, settings: program, secrets: settings.secrets, directory: directory)
        do throws(DeliveryError) {
            return try await run.receipt(of: Array(text.utf8), id: delivery.id)
        } catch {
            guard case .programFailed(_, _, 3, _) = error else { throw error }
            throw .misconfigured(
                channel: name,
                reason: "it has nobody to notify; check its config file and its tags")
        }
    }

    private var arguments: [String] {
        settings.command + ["--input-format=text"]
            + (settings.config.map { ["--config=" + ConfiguredPath.resolve($0, in: directory)] }
                ?? [])
            + settings.tags.map { "--tag=\($0)" }
    }
}
