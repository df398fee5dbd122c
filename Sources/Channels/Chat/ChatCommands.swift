/// Who may give the manager commands in the chats of a channel, and which.
package struct ChatCommands: Sendable, Equatable {
    /// How much a chat may do.
    package enum Reach: Sendable, Equatable {
        /// Questions, and `wake`.
        case reading
        /// Also what costs money or gives it back, each after a question.
        case paid
    }

    private enum Choice: String, CaseIterable { case paid }

    /// The ids of people, and of the groups in which they may.
    package var senders: Set<String>
    package var reach: Reach

    package init(senders: Set<String>, reach: Reach) {
        self.senders = senders
        self.reach = reach
    }

    /// Reads `commands` and `commands_from`; nil if commands are off.
    ///
    /// - Parameters:
    ///   - usual: who may without a `commands_from`; nil if that must be said.
    ///   - example: an id as the service writes it, for who has forgotten to list any.
    init?<Keys: ChannelKeys>(
        from keys: inout Keys, usual: String?, example: String
    ) throws(Keys.Fault) {
        let listed = try keys.textsOrNumbers("commands_from")
        let reach: Reach? =
            keys.holdsText("commands")
            ? try keys.choice("commands", of: Choice.self).map { _ in .paid }
            : try keys.flag("commands").flatMap { $0 ? .reading : nil }
        guard let reach else { return nil }
        senders = Set(listed ?? usual.map { [$0] } ?? [])
        self.reach = reach
        guard !senders.isEmpty else {
            throw keys.missing(
                "commands_from",
                "list the ids of those who may give commands, such as { \(example) }")
        }
    }
}
