package import Transport

/// The settings of one channel: read from `config.lua`, checked, and turned into the channel.
///
/// A kind of channel is a type of settings, a channel, and a row in `ChannelKinds`; nothing else
/// needs to know it.
package protocol ChannelSettings: Sendable {
    /// The name of its constructor in the configuration.
    static var kind: String { get }

    /// Reads all its keys; a key that is not read is reported as unknown.
    init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault)

    /// Its destination in a few words and without secrets, for lists of channels.
    var summary: String { get }

    /// The address called and the way to it; nil if it does not call a web server.
    var destination: (address: WebAddress, network: NetworkChoice)? { get }

    /// How much text of several messages in one it is given, in bytes of UTF-8: what fits with a title
    /// even if much of it is escaped.
    var digestBytes: Int { get }

    /// Why it cannot work, to be shown when the configuration is read; nil if it can. A channel
    /// with such settings refuses every delivery with the same sentence.
    var fault: String? { get }

    /// Why it cannot work with the files now present; nil if it can. The first message would be too
    /// late to find out.
    ///
    /// - Parameter directory: the base of relative paths.
    func fault(in directory: String) -> String?

    /// Texts that must not be kept if a receiver quotes them.
    var secrets: [Secret] { get }

    /// Creates the channel.
    ///
    /// - Parameters:
    ///   - name: its name in the configuration, used in errors and receipts.
    ///   - transport: the way to its destination.
    ///   - directory: the base of relative paths, and the working directory of programs.
    func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel

    /// Who may give commands where it writes, and which; nil if nobody may.
    var commands: ChatCommands? { get }

    /// Where those commands come from: a noun, and what tells one from another.
    var commandSource: (noun: String, id: [String]) { get }

    /// The way to hear those commands and to answer them; nil if there is none.
    func messenger(named name: String, over transport: any Transport) -> (any Messenger)?
}

extension ChannelSettings {
    /// Whether both would hear the same commands: a service gives each to one of them, or both would
    /// carry it out.
    package func hearsTheSame(as other: any ChannelSettings) -> Bool {
        commands != nil && other.commands != nil && kind == other.kind
            && commandSource.id == other.commandSource.id
    }

    package var digestBytes: Int { 3_000 }
    package var kind: String { Self.kind }
    package var destination: (address: WebAddress, network: NetworkChoice)? { nil }
    package var secrets: [Secret] { [] }
    package func fault(in directory: String) -> String? { nil }
    package var commands: ChatCommands? { nil }
    package var commandSource: (noun: String, id: [String]) {
        ("bot", secrets.map { $0.reveal() })
    }
    package func messenger(
        named name: String, over transport: any Transport
    ) -> (any Messenger)? { nil }
}
