import Lines

/// A table passed to a handler, and that handler.
package struct APIRecord: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package var name: String
        /// The type in an editor's annotations; with `?` if the field may be missing.
        package var type: String
        package var summary: String

        init(_ name: String, _ type: String, _ summary: String) {
            self.name = name
            self.type = type
            self.summary = summary
        }
    }

    /// Class name in annotations.
    package var name: String
    package var summary: String
    package var fields: [Field]

    package static let all = [message, line, event, action] + answers

    package static let message = APIRecord(
        name: "Message", summary: "One received SMS.",
        fields: [
            Field("id", "integer", "Its id in the inbox."),
            Field("sender", "string?", "The sender, as reported by the network."),
            Field(
                "kind", choice(MessageKind.allCases),
                "How it came; of a call the provider wrote down the words."),
            Field("text", "string", "Its text, written by a stranger."),
            Field("code", "string?", "The code in it, if one was found."),
            Field(
                "code_confidence", "\"certain\"|\"likely\"|nil",
                "How sure the code is; a likely one is a guess."),
            Field(
                "code_valid_until", "number?",
                "When the code stops being accepted, if known, in Unix seconds."),
            Field(
                "code_for", "string?",
                "The domain the code is bound to, or the service of the line."),
            Field("received_at", "number?", "When the provider received it, in Unix seconds."),
            Field("stored_at", "number", "When it was stored, in Unix seconds."),
            Field("first", "boolean", "Whether it is the first message of its line."),
            Field(
                "completed", "boolean",
                "Whether it is a fuller version of a message scripts have seen."),
            Field(
                "backlog", "boolean", "Whether it arrived before its line was adopted."),
            Field(
                "route", "string?",
                "Its route; in `on_message`, as earlier scripts have chosen it."),
            Field("tags", "string[]", "Its tags, with those of earlier scripts."),
            Field("line", "Line", "The line it came to."),
        ])

    package static let line = APIRecord(
        name: "Line", summary: "A number held.",
        fields: [
            Field("id", "integer", "Its local id."),
            Field("label", "string?", "Its label, if any."),
            Field("number", "string?", "Digits with a leading `+`."),
            Field("kind", choice(LineKind.allCases), "The kind of number."),
            Field("account", "string", "The account it is held with."),
            Field("provider", "string", "That account's provider."),
            Field("service", "string?", "The service it was bought for."),
            Field("country", "string?", "Its country."),
            Field("state", "string", "Its state: `active`, `waiting`, `received`, ..."),
            Field("expires_at", "number?", "When it ends, in Unix seconds."),
            Field("price", "number?", "What it cost, in units of the currency: 0.24."),
            Field("currency", "string?", "The currency of its price."),
            Field("message_count", "integer", "How many messages it has received."),
            Field("last_message_at", "number?", "When the last one came, in Unix seconds."),
            Field("purchased_at", "number", "When it was bought, in Unix seconds."),
            Field("refundable_until", "number?", "The end of its refund window, in Unix seconds."),
            Field("cancellable_from", "number?", "When it can be cancelled, in Unix seconds."),
            Field(
                "listening_until", "number?",
                "Until when it is switched on, in Unix seconds; nil if it is asleep."),
            Field("days", "integer?", "The number of days it was rented for."),
            Field("auto_extend", "boolean?", "Whether the provider extends it by itself."),
            Field("tags", "string[]", "Its tags."),
        ])

    package static let event = APIRecord(
        name: "Event", summary: "Something that happened to a line.",
        fields: [
            Field("kind", choice(LineEvent.Kind.allCases), "What happened."),
            Field("text", "string", "The same as a sentence."),
            Field("line", "Line", "The line."),
            Field("at", "number", "When, in Unix seconds."),
        ])

    package static let action = APIRecord(
        name: "Action", summary: "An action of this script that succeeded or finally failed.",
        fields: [
            Field("id", "integer", "Its id in the list of actions."),
            Field("kind", choice(Action.Kind.allCases), "What it does."),
            Field("state", "\"done\"|\"failed\"|\"dropped\"|\"doubt\"", "Its result."),
            Field("result", "string?", "The same as a sentence."),
            Field(
                "channel", "string?",
                "The channel of a forward; of a chain, the one that took it, or the last."),
            Field("handle", "string?", "What `keeper.forward` returned."),
            Field(
                "status", "integer?",
                "The HTTP status, or the exit code, with which the receiver answered."),
            Field("answer", "string?", "The first 4 KB of what it answered."),
            Field("message", "integer?", "The id of its message."),
            Field("line", "Line?", "Its line."),
            Field("attempts", "integer", "The number of tries."),
        ])

    private static func choice(_ cases: [some RawRepresentable<String>]) -> String {
        cases.map { "\"\($0.rawValue)\"" }.joined(separator: "|")
    }
}

extension HandlerCall.Handler {
    /// The handler's parameters, by name and annotation.
    var parameters: [(name: String, type: String)] {
        switch self {
        case .onMessage: [("message", "Message")]
        case .onLine: [("event", "Event")]
        case .onAction: [("action", "Action")]
        case .onTimer: [("name", "string"), ("data", "any"), ("due", "number")]
        case .onStart: [("why", "\"start\"|\"saved\"|\"resumed\"")]
        case .onEvent: [("name", "string"), ("data", "any"), ("from", "string")]
        }
    }

    var summary: String {
        switch self {
        case .onMessage: "Each message, once, in the order of the scripts' file names."
        case .onLine: "Each event of a line."
        case .onAction: "Each action of this script that succeeded or finally failed."
        case .onTimer: "A timer or schedule of this script, and the time it was due."
        case .onStart:
            "Once when the script begins to run: after a start of the manager, after it was saved, or "
                + "after it was resumed."
        case .onEvent: "What another script tells with `keeper.emit`, and the name of its file."
        }
    }
}
