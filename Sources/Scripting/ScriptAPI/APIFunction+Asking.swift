import Lines

/// The functions for memory, queries and logging.
extension APIFunction {
    private static let key = APIParameter(name: "key", type: .text, summary: "Any text.")

    static let memory: [APIFunction] = [
        APIFunction(
            name: "remember", kind: .memory,
            parameters: [
                key,
                APIParameter(
                    name: "value", type: .storable,
                    summary: "Booleans, numbers, text, and lists or tables of them."),
            ],
            summary: "Stores a value for later runs of this script, even after a restart.",
            example: #"keeper.remember("seen", (keeper.recall("seen") or 0) + 1)"#),
        APIFunction(
            name: "recall", kind: .memory, parameters: [key],
            returns: APIReturn(type: "any", summary: "A copy of the value, or nil."),
            summary: "Returns a remembered value."),
        APIFunction(
            name: "forget", kind: .memory, parameters: [key],
            summary: "Deletes a remembered value."),
    ]

    static let reads: [APIFunction] = [
        APIFunction(
            name: "lines", kind: .read,
            parameters: [
                APIParameter(
                    name: "filter", type: .fields(lineFilters), isOptional: true,
                    summary: "Filters for the lines; without it, all lines held.")
            ],
            returns: APIReturn(
                type: "Line[]?", summary: "Lines by id; or nil and the reason.", hasReason: true),
            summary: "Lists lines.", example: #"keeper.lines { kind = "rental" }"#),
        APIFunction(
            name: "messages", kind: .read,
            parameters: [
                APIParameter(
                    name: "filter", type: .fields(messageFilters), isOptional: true,
                    summary: "Filters for the messages.")
            ],
            returns: APIReturn(
                type: "Message[]?", summary: "Newest first; or nil and the reason.",
                hasReason: true),
            summary: "Lists stored messages.",
            example: #"keeper.messages { since = "1d", limit = 20 }"#),
        APIFunction(
            name: "now", kind: .read,
            returns: APIReturn(type: "number", summary: "Unix seconds."),
            summary: "The time at which this run began; the same throughout the run."),
    ]

    static let others: [APIFunction] = [
        APIFunction(
            name: "stop", kind: .other,
            summary: "Scripts after this one do not see the message.", needsMessage: true),
        APIFunction(
            name: "log", kind: .other,
            parameters: [
                APIParameter(
                    name: "value", type: .anything, isOptional: true, isRepeated: true,
                    summary: "Values, written in order; tables with their contents.")
            ],
            summary: "Writes a line to the log. `print` is the same."),
    ]

    private static let lineFilters: [APIParameter] = [
        filter("line", .line, "One line."),
        filter("kind", .choice(LineKind.allCases.map(\.rawValue)), "Of this kind."),
        filter("account", .text, "Of this account."),
        filter(
            "provider", .choice(ProviderName.allCases.map(\.rawValue)), "Of this provider."),
        filter("service", .text, "For this service: a name, a code or the provider's id."),
        filter("country", .text, "Of this country: a name, a code or the provider's id."),
        filter(
            "state", .choice(LineState.allCases.map(\.rawValue) + ["in_doubt"]),
            "In this state; without it, all lines held."),
        filter("tag", .text, "With this tag."),
        filter("limit", .integer(1...500), "Maximum number."),
    ]

    private static let messageFilters: [APIParameter] = [
        filter("line", .line, "On this line."),
        filter("sender", .text, "From this sender."),
        filter("search", .text, "With these words in the text."),
        filter("route", .route, "On this route."),
        filter("tag", .text, "With this tag."),
        filter("since", .moment, "Not older: `\"1d\"`, or Unix seconds."),
        filter("before", .moment, "Older: `\"1h\"`, or Unix seconds."),
        filter("limit", .integer(1...500), "Maximum number; 100 without it."),
    ]

    private static func filter(
        _ name: String, _ type: APIType, _ summary: String
    ) -> APIParameter {
        APIParameter(name: name, type: type, isOptional: true, summary: summary)
    }
}
