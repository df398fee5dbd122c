package import Transport

/// What the configuration says about one channel, with every default.
///
/// `fault` is the sentence for a person when it cannot work, to be shown when the configuration is
/// read; a channel made of it all the same refuses every delivery with the same words.
package enum ChannelSettings: Sendable, Equatable {
    case webhook(WebhookSettings)
    case ntfy(NtfySettings)
    case program(ProgramSettings)
    case file(FileSettings)

    /// The word for its kind, as the configuration has it.
    package var kind: String {
        switch self {
        case .webhook: "webhook"
        case .ntfy: "ntfy"
        case .program: "program"
        case .file: "file"
        }
    }

    /// Where it leads, in a few words without any secret: for lists of channels.
    package var summary: String {
        switch self {
        case .webhook(let settings): HTTPCall(.post, settings.url.reveal()).host
        case .ntfy(let settings): "\(settings.topic) at \(HTTPCall(.post, settings.server).host)"
        case .program(let settings): settings.command.first ?? ""
        case .file(let settings): settings.path
        }
    }

    /// The address that is called and how it is to be reached; nil for what is on this machine.
    package var destination: (address: WebAddress, network: NetworkChoice)? {
        switch self {
        case .webhook(let settings):
            (try? WebAddress(settings.url.reveal())).map { ($0, settings.network) }
        case .ntfy(let settings): (try? WebAddress(settings.server)).map { ($0, settings.network) }
        case .program, .file: nil
        }
    }

    /// Why it cannot work, or nil.
    package var fault: String? {
        switch self {
        case .webhook(let settings): settings.fault
        case .ntfy(let settings): settings.fault
        case .program(let settings): settings.fault
        case .file(let settings): settings.fault
        }
    }
}

/// The channel that settings describe.
///
/// - Parameters:
///   - name: the name the configuration gives it; errors and receipts carry it.
///   - directory: what relative paths start from, and where programs run.
package func makeChannel(
    name: String, settings: ChannelSettings, transport: any Transport, directory: String
) -> any Channel {
    switch settings {
    case .webhook(let settings):
        WebhookChannel(name: name, settings: settings, transport: transport)
    case .ntfy(let settings):
        NtfyChannel(name: name, settings: settings, transport: transport)
    case .program(let settings):
        ProgramChannel(name: name, settings: settings, directory: directory)
    case .file(let settings):
        FileChannel(name: name, settings: settings, directory: directory)
    }
}
