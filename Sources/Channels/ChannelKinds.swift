/// The table of all kinds of channels.
///
/// The constructors of `config.lua`, the check of their keys and the suggestions for misspelt names
/// come from here.
package enum ChannelKinds {
    /// In the order in which they are listed to a person.
    package static let all: [any ChannelSettings.Type] = [
        WebhookSettings.self,
        NtfySettings.self,
        MailSettings.self,
        MQTTSettings.self,
        ProgramSettings.self,
        FileSettings.self,
        TelegramSettings.self,
        DiscordSettings.self,
        SlackSettings.self,
        MattermostSettings.self,
        MatrixSettings.self,
        GotifySettings.self,
        PushoverSettings.self,
        BarkSettings.self,
        AppriseSettings.self,
    ]

    package static var names: [String] { all.map { $0.kind } }

    package static func named(_ name: String) -> (any ChannelSettings.Type)? {
        all.first { $0.kind == name }
    }
}
