/// A question a script asks while it runs. The fields are those of the call, checked by type.
package enum ScriptQuery: Equatable, Sendable {
    /// `keeper.lines{...}`: a list of line tables is expected.
    case lines([String: ScriptValue])
    /// `keeper.messages{...}`: a list of message tables is expected, newest first.
    case messages([String: ScriptValue])
}

/// Why a question has no answer. The script gets `nil` and this sentence.
package struct ScriptQueryError: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// How the manager answers a question. It has to come back soon: the run waits, and so does every
/// run behind it. Of what it answers at most a megabyte reaches the script.
package typealias ScriptAnswering =
    @Sendable (ScriptQuery) async -> Result<ScriptValue, ScriptQueryError>

/// Names a script may use, so that a misspelt one fails at the line that has it, not at delivery.
package struct ScriptEnvironment: Equatable, Sendable {
    /// Nil when they are not known, in which case no name is refused.
    package var routes: [String]?
    package var channels: [String]?

    package init(routes: [String]? = nil, channels: [String]? = nil) {
        self.routes = routes
        self.channels = channels
    }
}
