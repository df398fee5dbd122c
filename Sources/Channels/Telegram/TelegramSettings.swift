package import Transport

/// A bot and the chat it writes to.
package struct TelegramSettings: HTTPChannelSettings, Equatable {
    package static let kind = "telegram"

    /// The bot's token, which Telegram wants in the address.
    package var token: Secret
    /// The number of a chat, or `@name` of a public channel.
    package var chat: String
    /// The topic within a forum.
    package var thread: Int?
    /// Without a sound. Forwards of low priority are silent in any case.
    package var isSilent = false
    /// Telegram's own, or a Bot API server of one's own.
    package var server = "https://api.telegram.org"
    package var commands: ChatCommands?
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    package init(token: Secret, chat: String) {
        self.token = token
        self.chat = chat
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let token = try keys.secret("token") else {
            throw keys.missing("token", "give the bot's token as secret(\"TELEGRAM_TOKEN\")")
        }
        guard let chat = try keys.textOrNumber("chat") else {
            throw keys.missing("chat", "give the number of the chat, or \"@name\" of a channel")
        }
        self.init(token: token, chat: chat)
        thread = try keys.whole("thread", in: 1...Int(Int32.max))
        isSilent = try keys.flag("silent") ?? isSilent
        server = try keys.address("server") ?? server
        // The id of a private chat is the person's own; in a group more than one person could write.
        commands = try ChatCommands(
            from: &keys, usual: Int64(chat).flatMap { $0 > 0 ? "\($0)" : nil },
            example: "123456789")
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { server }

    package var summary: String { "chat \(chat)" }

    package var secrets: [Secret] { [token] }

    package var fault: String? {
        if let fault = fault(server: ("server", server), secrets: ["token": token]) { return fault }
        guard token.reveal().allSatisfy({ $0.isLetter || $0.isNumber || ":_-".contains($0) }) else {
            return "its token must be the bot's, such as 123456:ABC-DEF"
        }
        let isNumber = Int64(chat) != nil
        guard isNumber || chat.hasPrefix("@") && chat.utf8.count > 1 else {
            return "its chat must be a number, or the name of a public channel such as \"@name\""
        }
        return nil
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        TelegramChannel(name: name, settings: self, transport: transport)
    }

    package func messenger(
        named name: String, over transport: any Transport
    ) -> (any Messenger)? {
        TelegramMessenger(name: name, settings: self, transport: transport)
    }
}
