import Foundation
import TestSupport
import Transport

@testable import Channels

/// One channel of each kind, set up for receivers on this machine.
enum EveryChannel {
    /// - Parameters:
    ///   - url: of the receivers.
    ///   - folder: where files and programs write.
    ///   - key: the end of each secret; another than the usual one is refused.
    static func settings(
        _ kind: String, url: String, folder: String = "/nowhere", key: String? = nil
    ) -> (any ChannelSettings)? {
        func secret(_ usual: String) -> Secret { Secret(key.map { usual + $0 } ?? usual) }
        switch kind {
        case "telegram":
            var settings = TelegramSettings(token: secret("123456:secret-token"), chat: "42")
            settings.server = url
            return settings
        case "discord": return DiscordSettings(url: secret("\(url)/api/webhooks/1/secret-token"))
        case "slack": return SlackSettings(url: secret("\(url)/services/T0/B0/secret-part"))
        case "mattermost": return MattermostSettings(url: secret("\(url)/hooks/secret-hook"))
        case "gotify": return GotifySettings(server: url, token: secret("A-secret-token"))
        case "pushover":
            var settings = PushoverSettings(
                token: secret("app-secret-token"), user: Secret("user-secret-key"))
            settings.server = url
            return settings
        case "bark":
            var settings = BarkSettings(key: secret("device-secret-key"))
            settings.server = url
            return settings
        case "matrix":
            return MatrixSettings(
                server: url, token: secret("secret-access-token"), room: "!room:example.org")
        case "apprise": return AppriseSettings(server: url, key: secret("secret-config"))
        case "webhook": return WebhookSettings(url: Secret("\(url)/plain"))
        case "ntfy": return NtfySettings(topic: "my-topic", server: "\(url)/plain")
        case "program":
            // The machine may be busy.
            return ProgramSettings(
                command: ["/bin/sh", "-c", "cat >> '\(folder)/taken'"], timeout: .seconds(120))
        case "file": return FileSettings(path: "\(folder)/taken")
        default: return nil
        }
    }

    /// The kinds that call a hosted service.
    static let hosted = [
        "telegram", "discord", "slack", "mattermost", "matrix", "gotify", "pushover", "bark",
        "apprise",
    ]
}
