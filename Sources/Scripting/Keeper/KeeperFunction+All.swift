/// Every function, in the order of the reference.
extension KeeperFunction {
    package static let all: [KeeperFunction] = decisions + lineDecisions + memory + reads + others

    private static let decisions: [KeeperFunction] = [
        KeeperFunction(
            name: "route", kind: .decision,
            parameters: [
                KeeperParameter(name: "name", type: .route, summary: "A route of config.lua.")
            ],
            summary: """
                Puts the message on a route: it is forwarded to each channel the configuration \
                lists for it.
                """,
            needsMessage: true, example: #"keeper.route("bank")"#),
        KeeperFunction(
            name: "forward", kind: .decision,
            parameters: [
                KeeperParameter(
                    name: "channel", type: .channel, summary: "A channel of config.lua."),
                KeeperParameter(
                    name: "content", type: .textOrFields(forwardFields), isOptional: true,
                    summary: "What to send; without it, the message as it is."),
            ],
            summary: "Sends something to one channel. Outside a message a text is needed.",
            example: #"keeper.forward("phone", { title = message.sender, text = message.code })"#),
        KeeperFunction(
            name: "tag", kind: .decision,
            parameters: [
                KeeperParameter(
                    name: "tag", type: .text, isRepeated: true, summary: "One or more words.")
            ],
            summary: "Adds tags to the message.", needsMessage: true,
            example: #"keeper.tag("code", "urgent")"#),
        KeeperFunction(
            name: "after", kind: .decision,
            parameters: [
                KeeperParameter(name: "delay", type: .duration, summary: "How long from now."),
                KeeperParameter(
                    name: "name", type: .text,
                    summary: "Which timer. Setting it again replaces the earlier one."),
                KeeperParameter(
                    name: "data", type: .storable, isOptional: true,
                    summary: "Handed to `on_timer` as it is."),
            ],
            summary: "Calls this script's `on_timer(name, data)` later, also over a restart.",
            example: #"keeper.after("10m", "remind", { id = message.id })"#),
    ]

    private static let forwardFields: [KeeperParameter] = [
        KeeperParameter(name: "title", type: .anyText, isOptional: true, summary: "A heading."),
        KeeperParameter(
            name: "text", type: .anyText, isOptional: true,
            summary: "The body; without it, the message's text."),
        KeeperParameter(
            name: "priority", type: .integer(1...5), isOptional: true,
            summary: "1 (least) to 5 (most urgent)."),
        KeeperParameter(
            name: "tags", type: .texts, isOptional: true,
            summary: "Words the channel shows with it."),
        KeeperParameter(
            name: "url", type: .text, isOptional: true, summary: "Where a tap on it leads."),
        KeeperParameter(
            name: "backlog", type: .flag, isOptional: true,
            summary: "Whether to send it even where the message is backlog."),
    ]

    private static let line = KeeperParameter(
        name: "line", type: .line, isOptional: true,
        summary: "A line table, its id, label or number; without it, the message's line.")

    private static func onLine(_ name: String, _ summary: String) -> KeeperFunction {
        KeeperFunction(name: name, kind: .decision, parameters: [line], summary: summary)
    }

    private static let lineDecisions: [KeeperFunction] = [
        onLine("cancel", "Cancels an activation, for its money back where that is still possible."),
        onLine("refund", "Gives a rental back for its money, inside its refund window."),
        KeeperFunction(
            name: "extend", kind: .decision,
            parameters: [
                line,
                KeeperParameter(
                    name: "days", type: .integer(1...3650), summary: "How many days more."),
            ],
            summary: "Extends a rental. Costs money, inside the spending limit for scripts.",
            example: "keeper.extend(30)"),
        onLine("finish", "Tells the provider that an activation did its work."),
        onLine("resend", "Asks for another code on an activation."),
        onLine("wake", "Has a rental listen, so that a message sent to it arrives."),
        onLine("swap", "Exchanges the number of a line for another, where the provider can."),
        KeeperFunction(
            name: "label", kind: .decision,
            parameters: [
                line,
                KeeperParameter(
                    name: "text", type: .anyText, summary: "The new label; empty takes it away."),
            ],
            summary: "Names a line.", example: #"keeper.label("work")"#),
    ]
}
