package import Lines

/// One event for scripts: the handler and its argument.
package struct HandlerCall: Equatable, Sendable {
    package enum Handler: String, CaseIterable, Codable, Sendable {
        case onMessage = "on_message"
        case onLine = "on_line"
        case onAction = "on_action"
        case onTimer = "on_timer"
        case onStart = "on_start"
        case onEvent = "on_event"
    }

    package var handler: Handler
    package var arguments: [ScriptValue]
    /// The only script to run, for timers and actions that it started itself.
    package var only: String?
    /// The result of `keeper.now()`; the world's time if nil. Set by a replay.
    package var at: Instant?
    /// Names the run in the handles of its forwards.
    package var run = "run"

    package init(
        _ handler: Handler, _ arguments: [ScriptValue], only: String? = nil, at: Instant? = nil
    ) {
        self.handler = handler
        self.arguments = arguments
        self.only = only
        self.at = at
    }
}
