package import Lines

/// One thing that happened and that scripts are asked about: which handler, with what.
package struct HandlerCall: Equatable, Sendable {
    package enum Handler: String, CaseIterable, Codable, Sendable {
        case onMessage = "on_message"
        case onLine = "on_line"
        case onAction = "on_action"
        case onTimer = "on_timer"
    }

    package var handler: Handler
    package var arguments: [ScriptValue]
    /// The one script that is asked, for what it began itself: its timers and its actions.
    package var only: String?
    /// What `keeper.now()` answers; the world's time when nil. Set by a replay.
    package var at: Instant?

    package init(
        _ handler: Handler, _ arguments: [ScriptValue], only: String? = nil, at: Instant? = nil
    ) {
        self.handler = handler
        self.arguments = arguments
        self.only = only
        self.at = at
    }
}
