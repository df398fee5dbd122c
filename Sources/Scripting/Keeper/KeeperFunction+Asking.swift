/// The functions for memory, queries and logging.
extension KeeperFunction {
    private static let key = KeeperParameter(name: "key", type: .text, summary: "Any text.")

    static let memory: [KeeperFunction] = [
        KeeperFunction(
            name: "remember", kind: .memory,
            parameters: [
                key,
                KeeperParameter(
                    name: "value", type: .storable,
                    summary: "Booleans, numbers, text, and lists or tables of them."),
            ],
            summary: "Keeps a value for this script's later runs, also over a restart.",
            example: #"keeper.remember("seen", (keeper.recall("seen") or 0) + 1)"#),
        KeeperFunction(
            name: "recall", kind: .memory, parameters: [key],
            returns: KeeperReturn(type: "any", summary: "A copy of the value, or nil."),
            summary: "Gives back what was remembered."),
        KeeperFunction(
            name: "forget", kind: .memory, parameters: [key],
            summary: "Drops what was remembered."),
    ]

    static let reads: [KeeperFunction] = [
        KeeperFunction(
            name: "lines", kind: .read,
            parameters: [
                KeeperParameter(
                    name: "filter", type: .fields(lineFilters), isOptional: true,
                    summary: "What the lines must be; without it, all that are held.")
            ],
            returns: KeeperReturn(type: "Line[]?", summary: "Lines by id; or nil, and why."),
            summary: "Lists lines.", example: #"keeper.lines { kind = "rental" }"#),
        KeeperFunction(
            name: "messages", kind: .read,
            parameters: [
                KeeperParameter(
                    name: "filter", type: .fields(messageFilters), isOptional: true,
                    summary: "What the messages must be.")
            ],
            returns: KeeperReturn(type: "Message[]?", summary: "Newest first; or nil, and why."),
            summary: "Lists stored messages.",
            example: #"keeper.messages { since = "1d", limit = 20 }"#),
        KeeperFunction(
            name: "now", kind: .read,
            returns: KeeperReturn(type: "number", summary: "Unix seconds."),
            summary: "The time at which this run began; the same throughout the run."),
        KeeperFunction(
            name: "date", kind: .read,
            parameters: [
                KeeperParameter(
                    name: "seconds", type: .moment, isOptional: true,
                    summary: "Unix seconds; without it, now.")
            ],
            returns: KeeperReturn(type: "string", summary: "`2026-02-01T12:03:00Z`"),
            summary: "A time as RFC 3339 text in UTC."),
    ]

    static let others: [KeeperFunction] = [
        KeeperFunction(
            name: "stop", kind: .other,
            summary: "Scripts after this one do not see the message.", needsMessage: true),
        KeeperFunction(
            name: "log", kind: .other,
            parameters: [
                KeeperParameter(
                    name: "value", type: .anything, isOptional: true, isRepeated: true,
                    summary: "Shown in turn; tables with what is in them.")
            ],
            summary: "Writes a line to the log. `print` is the same."),
    ]

    private static let lineFilters: [KeeperParameter] = [
        filter("line", .line, "One line."),
        filter("kind", .text, "`rental` or `activation`."),
        filter("account", .text, "Of this account."),
        filter("provider", .text, "Of this provider."),
        filter("service", .text, "For this service: a name, a code or the provider's id."),
        filter("country", .text, "Of this country: a name, a code or the provider's id."),
        filter("state", .text, "In this state; without it, all that are held."),
        filter("tag", .text, "With this tag."),
        filter("limit", .integer(1...500), "At most so many."),
    ]

    private static let messageFilters: [KeeperParameter] = [
        filter("line", .line, "That came to this line."),
        filter("sender", .text, "From this sender."),
        filter("search", .text, "With these words in the text."),
        filter("route", .text, "On this route."),
        filter("tag", .text, "With this tag."),
        filter("since", .moment, "Not older: `\"1d\"`, or Unix seconds."),
        filter("before", .moment, "Older: `\"1h\"`, or Unix seconds."),
        filter("limit", .integer(1...500), "At most so many; 100 without it."),
    ]

    private static func filter(
        _ name: String, _ type: KeeperType, _ summary: String
    ) -> KeeperParameter {
        KeeperParameter(name: name, type: type, isOptional: true, summary: summary)
    }
}
