import ArgumentParser

/// What may be typed in a chat, where a person is known only by an account of a messenger.
package enum ChatPermission: Int, Comparable, Sendable {
    /// Questions, and `wake`.
    case reading
    /// Also what costs money or gives it back.
    case paid

    package static func < (left: ChatPermission, right: ChatPermission) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Session {
    /// Why a command cannot be used here; nil if it can. At a terminal each can.
    func objection(to command: any ConsoleCommand.Type) -> SafeText? {
        guard let permission else { return nil }
        let name = command._commandName
        guard let needed = command.chatPermission else {
            return
                "`\(name)` cannot be used in a chat. Use it at a terminal; `help` lists what can."
        }
        guard needed > permission else { return nil }
        return """
            `\(name)` is for money, which this chat may not move. `commands = "paid"` in config.lua \
            allows it.
            """
    }
}
