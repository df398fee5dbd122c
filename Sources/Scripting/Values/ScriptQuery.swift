package import Lines

/// A question of a running script. The fields are the arguments of the call, with checked types.
package enum ScriptQuery: Equatable, Sendable {
    /// `keeper.lines{...}`: the answer is a list of line tables.
    case lines([String: ScriptValue])
    /// `keeper.messages{...}`: the answer is a list of message tables, newest first.
    case messages([String: ScriptValue])
    /// A step of a test of scripts, such as a message; the answer is what came of it.
    case test(ScriptValue)
}

/// Why a question has no answer. The script receives `nil` and this sentence.
package struct ScriptQueryError: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// The manager's answer to a question. It must come soon: the run is waiting, and so is every run
/// behind it. At most a megabyte of it reaches the script.
package typealias ScriptAnswering =
    @Sendable (ScriptQuery) async -> Result<ScriptValue, ScriptQueryError>

/// The names a script may use, so that a misspelt one fails on its line rather than on delivery.
package struct ScriptEnvironment: Equatable, Sendable {
    /// Nil if unknown, in which case every name is accepted.
    package var routes: [String]?
    package var channels: [String]?
    /// In which a script's times are meant.
    package var zone: LocalZone

    package init(
        routes: [String]? = nil, channels: [String]? = nil, zone: LocalZone = .utc
    ) {
        self.routes = routes
        self.channels = channels
        self.zone = zone
    }
}
