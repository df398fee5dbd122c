/// Every function, in the order of the reference.
extension APIFunction {
    package static let all: [APIFunction] =
        decisions + timers + lineDecisions + memory + reads + clocks + others

    private static let decisions: [APIFunction] = [
        APIFunction(
            name: "route", kind: .decision,
            parameters: [
                APIParameter(name: "name", type: .route, summary: "A route of config.lua.")
            ],
            summary: """
                Puts the message on a route: it is forwarded to each channel the configuration \
                lists for it.
                """,
            needsMessage: true, example: #"keeper.route("bank")"#),
        APIFunction(
            name: "forward", kind: .decision,
            parameters: [
                APIParameter(
                    name: "channel", type: .channel, summary: "A channel of config.lua."),
                APIParameter(
                    name: "content", type: .textOrFields(forwardFields), isOptional: true,
                    summary: "What to send; without it, the message as it is."),
            ],
            summary: "Sends something to one channel. Outside a message, text is required.",
            example: #"keeper.forward("phone", { title = message.sender, text = message.code })"#),
        APIFunction(
            name: "tag", kind: .decision,
            parameters: [
                APIParameter(
                    name: "tag", type: .text, isRepeated: true, summary: "One or more words.")
            ],
            summary: "Adds tags to the message.", needsMessage: true,
            example: #"keeper.tag("code", "urgent")"#),
    ]

    private static let forwardFields: [APIParameter] = [
        APIParameter(name: "title", type: .anyText, isOptional: true, summary: "A heading."),
        APIParameter(
            name: "text", type: .anyText, isOptional: true,
            summary: "The body; without it, the message's text."),
        APIParameter(
            name: "priority", type: .integer(1...5), isOptional: true,
            summary: "1 (least) to 5 (most urgent)."),
        APIParameter(
            name: "tags", type: .texts, isOptional: true,
            summary: "Words the channel shows with it."),
        APIParameter(
            name: "url", type: .text, isOptional: true, summary: "The page to open on a tap."),
        APIParameter(
            name: "backlog", type: .flag, isOptional: true,
            summary: "Whether to send it even if the message is backlog."),
    ]

    private static let line = APIParameter(
        name: "line", type: .line, isOptional: true,
        summary: "A line table, its id, label or number; without it, the message's line.")

    private static func onLine(_ name: String, _ summary: String) -> APIFunction {
        APIFunction(name: name, kind: .decision, parameters: [line], summary: summary)
    }

    private static let lineDecisions: [APIFunction] = [
        onLine("cancel", "Cancels an activation, with a refund if still possible."),
        onLine("refund", "Returns a rental for a refund, within its refund window."),
        APIFunction(
            name: "extend", kind: .decision,
            parameters: [
                line,
                APIParameter(
                    name: "days", type: .integer(1...3650), summary: "The number of days to add."),
            ],
            summary: "Extends a rental. Costs money, within the spending limit for scripts.",
            example: "keeper.extend(30)"),
        onLine("finish", "Tells the provider that an activation is finished."),
        onLine("resend", "Requests another code on an activation."),
        onLine("wake", "Switches a rental on, so that messages to it arrive."),
        onLine("swap", "Exchanges the number of a line for another, if the provider supports it."),
        onLine(
            "reset",
            "Restarts the port of a rental that no longer receives. It is deaf for three minutes."),
        APIFunction(
            name: "auto_extend", kind: .decision,
            parameters: [
                line,
                APIParameter(
                    name: "on", type: .flag, summary: "Whether the provider is to do so."),
            ],
            summary: """
                Has the provider extend a rental by itself, or stops that. The provider then takes \
                its price each time, whatever the limits here say; the first one must be within \
                the spending limit for scripts.
                """,
            example: "keeper.auto_extend(false)"),
        APIFunction(
            name: "label", kind: .decision,
            parameters: [
                line,
                APIParameter(
                    name: "text", type: .anyText, summary: "The new label; empty removes it."),
            ],
            summary: "Labels a line.", example: #"keeper.label("work")"#),
    ]
}
