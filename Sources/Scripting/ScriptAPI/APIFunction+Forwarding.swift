/// What scripts do with a message: send it on, take that back, tag it, and tell each other.
extension APIFunction {
    static let forwarding: [APIFunction] = [
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
                    name: "channel", type: .channels,
                    summary: "A channel of config.lua, or a list of them that are tried in turn."),
                APIParameter(
                    name: "content", type: .textOrFields(forwardFields), isOptional: true,
                    summary: "What to send; without it, the message as it is."),
            ],
            returns: APIReturn(
                type: "string",
                summary:
                    "Its handle, for `keeper.withdraw`; `on_action` finds it in `action.handle`."),
            summary: """
                Sends something to one channel: outside a message, text is required. Of a list, the \
                next channel gets it when the one before has not taken it in time or has finally \
                failed; the one before does not get it any more.
                """,
            example: #"keeper.forward({ "phone", "desk" }, { text = message.text, within = "1m" })"#
        ),
        APIFunction(
            name: "withdraw", kind: .decision,
            parameters: [
                APIParameter(
                    name: "handle", type: .text, summary: "What `keeper.forward` returned.")
            ],
            summary: """
                Takes back a forward of this script that is not sent yet, also in a later run. One \
                that was sent stays sent.
                """,
            example: #"keeper.withdraw(keeper.recall("reminder"))"#),
        APIFunction(
            name: "tag", kind: .decision,
            parameters: [
                APIParameter(
                    name: "tag", type: .text, isRepeated: true, summary: "One or more words.")
            ],
            summary: "Adds tags to the message.", needsMessage: true,
            example: #"keeper.tag("code", "urgent")"#),
        APIFunction(
            name: "emit", kind: .decision,
            parameters: [
                APIParameter(name: "name", type: .text, summary: "The name of the event."),
                APIParameter(
                    name: "data", type: .storable, isOptional: true,
                    summary: "Passed to `on_event` unchanged; at most 4 KB."),
            ],
            summary: """
                Calls `on_event` in the other scripts that have it, once each, even after a restart.
                """,
            example: #"keeper.emit("parcel", { message = message.id })"#),
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
        APIParameter(
            name: "within", type: .duration, isOptional: true,
            summary:
                "For a list: how long each channel but the last has to take it; 5 minutes without it."
        ),
    ]
}
