package import Transport

/// The configuration of one channel, with every default.
///
/// `fault` says why it cannot work, to be shown when the configuration is read. A channel with such
/// settings refuses every delivery with the same sentence.
package enum ChannelSettings: Sendable, Equatable {
    case webhook(WebhookSettings)
    case ntfy(NtfySettings)
    case program(ProgramSettings)
    case file(FileSettings)

    /// Its kind, as named in the configuration.
    package var kind: String {
        switch self {
        case .webhook: "webhook"
        case .ntfy: "ntfy"
        case .program: "program"
        case .file: "file"
        }
    }

    /// Its destination in a few words and without secrets, for lists of channels.
    package var summary: String {
        switch self {
        case .webhook(let settings): HTTPCall(.post, settings.url.reveal()).host
        case .ntfy(let settings): "\(settings.topic) at \(HTTPCall(.post, settings.server).host)"
        case .program(let settings): settings.command.first ?? ""
        case .file(let settings): settings.path
        }
    }

    /// The address called and the way to it; nil for a destination on this machine.
    package var destination: (address: WebAddress, network: NetworkChoice)? {
        switch self {
        case .webhook(let settings):
            (try? WebAddress(settings.url.reveal())).map { ($0, settings.network) }
        case .ntfy(let settings): (try? WebAddress(settings.server)).map { ($0, settings.network) }
        case .program, .file: nil
        }
    }

    /// Why it cannot work; nil if it can.
    package var fault: String? {
        switch self {
        case .webhook(let settings): settings.fault
        case .ntfy(let settings): settings.fault
        case .program(let settings): settings.fault
        case .file(let settings): settings.fault
        }
    }
}

/// Creates a channel from its settings.
///
/// - Parameters:
///   - name: its name in the configuration, used in errors and receipts.
///   - directory: the base of relative paths, and the working directory of programs.
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
