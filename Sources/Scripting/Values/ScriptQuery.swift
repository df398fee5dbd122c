package import Lines

/// A question of a running script. The fields are the arguments of the call, with checked types.
package enum ScriptQuery: Equatable, Sendable {
    /// `keeper.lines{...}`: the answer is a list of line tables.
    case lines([String: ScriptValue])
    /// `keeper.messages{...}`: the answer is a list of message tables, newest first.
    case messages([String: ScriptValue])
    /// `keeper.spend{...}`: what was paid, by currency.
    case spend([String: ScriptValue])
    /// `keeper.balance(account)`: the last known amount.
    case balance([String: ScriptValue])
    /// `keeper.offers{...}`: the rentals that are known to be for sale.
    case offers([String: ScriptValue])
    /// `keeper.extension_price(line, days)`: what is known of it.
    case extensionPrice([String: ScriptValue])
    /// `keeper.plan(line)`: the duties that come next.
    case plan([String: ScriptValue])
    /// A step of a test of scripts, such as a message; the answer is what came of it.
    case test(ScriptValue)

    /// A question as the prelude asks it; nil if it is none for the manager.
    init?(_ question: ScriptValue) {
        let fields = question["filter"]?.fields ?? [:]
        switch question["verb"]?.text {
        case "lines": self = .lines(fields)
        case "messages": self = .messages(fields)
        case "spend": self = .spend(fields)
        case "balance": self = .balance(fields)
        case "offers": self = .offers(fields)
        case "extension_price": self = .extensionPrice(fields)
        case "plan": self = .plan(fields)
        case "test": self = .test(question)
        default: return nil
        }
    }
}

/// Why a question has no answer. The script receives `nil` and this sentence.
package struct ScriptQueryError: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String
    /// Whether the question itself is wrong, such as a name that is misspelt: an error at its line.
    package var isMisuse = false

    package init(_ description: String) {
        self.description = description
    }

    package static func misuse(_ description: String) -> ScriptQueryError {
        var error = ScriptQueryError(description)
        error.isMisuse = true
        return error
    }

    /// The name under which the worker is told of it.
    var field: String { isMisuse ? "fault" : "reason" }
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
