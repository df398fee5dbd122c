package import Lines

package struct ShowStatus: ControlRequest {
    package static let name = "status"
    package typealias Reply = StatusRecord
    package init() {}
}

/// What the manager intends to do, soonest first; for one line, if given.
package struct ListPlan: ControlRequest {
    package static let name = "plan"
    package typealias Reply = [DutyRecord]
    package var line: String?
    package init(line: String? = nil) { self.line = line }
}

package struct ListActions: ControlRequest {
    package static let name = "actions"
    package typealias Reply = [ActionRecord]
    package var line: String?
    /// Only actions in this state.
    package var state: String?
    /// `forward` for those only.
    package var kind: String?
    package var limit: Int
    package init(limit: Int = 50) { self.limit = limit }
}

package struct ListDoubts: ControlRequest {
    package static let name = "doubts"
    package typealias Reply = [DoubtRecord]
    package init() {}
}

/// Drops a pending action.
package struct DropAction: ControlRequest {
    package static let name = "actions/drop"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var action: Int64
    package init(action: Int64) { self.action = action }
}

/// Settles a doubt on the person's word that the call did not happen.
package struct DismissDoubt: ControlRequest {
    package static let name = "doubts/dismiss"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var action: Int64
    package init(action: Int64) { self.action = action }
}

package struct ListScripts: ControlRequest {
    package static let name = "scripts"
    package typealias Reply = [ScriptRecord]
    /// Only this one, by name or path.
    package var script: String?
    package init(script: String? = nil) { self.script = script }
}

/// Resumes a paused script.
package struct ResumeScript: ControlRequest {
    package static let name = "scripts/resume"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var script: String
    package init(script: String) { self.script = script }
}

/// What a script remembers.
package struct ListMemory: ControlRequest {
    package static let name = "scripts/memory"
    package typealias Reply = [MemoryRecord]
    package var script: String
    package init(script: String) { self.script = script }
}

/// Forgets one key of what a script remembers, or all.
package struct ForgetMemory: ControlRequest {
    package static let name = "scripts/forget"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var script: String
    package var key: String?
    package init(script: String, key: String? = nil) {
        self.script = script
        self.key = key
    }
}

/// The timers a script has set.
package struct ListTimers: ControlRequest {
    package static let name = "scripts/timers"
    package typealias Reply = [TimerListing]
    package var script: String
    package init(script: String) { self.script = script }
}

/// Drops a script's timers, and its undelivered forwards unless only timers are meant.
package struct DropPending: ControlRequest {
    package static let name = "scripts/drop"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var script: String
    package var onlyTimers: Bool
    package init(script: String, onlyTimers: Bool) {
        self.script = script
        self.onlyTimers = onlyTimers
    }
}

/// Renames a script with what it remembers and its timers.
package struct RenameScript: ControlRequest {
    package static let name = "scripts/rename"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var script: String
    package var to: String
    package init(script: String, to: String) {
        self.script = script
        self.to = to
    }
}

/// Runs scripts on a message again: one script, or those that failed on it.
package struct HandOnMessage: ControlRequest {
    package static let name = "messages/again"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var message: Int64
    package var script: String?
    package init(message: Int64, script: String? = nil) {
        self.message = message
        self.script = script
    }
}

package struct ListChannels: ControlRequest {
    package static let name = "channels"
    package typealias Reply = [ChannelRecord]
    package init() {}
}

/// Sends a test through a channel and waits for the outcome.
package struct TestChannel: ControlRequest {
    package static let name = "channels/test"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var channel: String
    package init(channel: String) { self.channel = channel }
}

package struct ListRoutes: ControlRequest {
    package static let name = "routes"
    package typealias Reply = [RouteRecord]
    package init() {}
}

package struct ListAccounts: ControlRequest {
    package static let name = "accounts"
    package typealias Reply = Gathered<AccountRecord>
    /// Whether to request the balances from the providers now.
    package var refresh: Bool
    package var account: String?
    package init(refresh: Bool = false) { self.refresh = refresh }
}

/// Charges and refunds, newest first.
package struct ListSpending: ControlRequest {
    package static let name = "spend"
    package typealias Reply = [SpendRecord]
    package var sinceSeconds: Int?
    package var limit: Int
    package init(limit: Int = 100) { self.limit = limit }
}

/// Sums of charges and refunds: months in their order, everything else by the amount spent.
package struct SumSpending: ControlRequest {
    package static let name = "spend/sums"
    package typealias Reply = [SpendSumRecord]
    /// `account`, `service`, `line` or `month`.
    package var by: String
    package var sinceSeconds: Int?
    /// The person's clock, for the months: one offset for all times, or those of each time.
    package var secondsFromUtc: Int?
    package var clock: [ClockOffset]?
    package var limit: Int
    package init(by: String, limit: Int = 100) {
        self.by = by
        self.limit = limit
    }
}

/// One read-only SQL query.
package struct RunQuery: ControlRequest {
    package static let name = "sql"
    package typealias Reply = TableRecord
    package var query: String
    package var limit: Int
    package init(query: String, limit: Int = 1000) {
        self.query = query
        self.limit = limit
    }
}

/// Makes a provider-specific call.
package struct AskProvider: ControlRequest {
    package static let name = "ask"
    package typealias Reply = TableRecord
    /// Such calls return orders, or make others pay.
    package var movesMoney: Bool { isAgreed }
    package var isQuestion: Bool { !isAgreed }
    package var account: String
    /// Nil for a list of such calls.
    package var what: String?
    package var words: [String]
    /// Whether a person agreed to a call that changes something.
    package var isAgreed: Bool
    package init(
        account: String, what: String? = nil, words: [String] = [], isAgreed: Bool = false
    ) {
        self.account = account
        self.what = what
        self.words = words
        self.isAgreed = isAgreed
    }
}

package struct BackUp: ControlRequest {
    package static let name = "backup"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    /// Absolute path of a file that does not exist yet.
    package var file: String
    package init(file: String) { self.file = file }
}

/// Completions for the word being typed.
package struct Complete: ControlRequest {
    package static let name = "complete"
    package typealias Reply = [String]
    /// `line`, `script`, `channel`, `route`, `account`, `service`, `country`, `offer`, `message`,
    /// `action`, `webhook`, `pool` or `call`.
    package var kind: String
    package var prefix: String
    /// The command it belongs to: only words valid for that command are returned.
    package var command: String?
    /// For a pool, the service and country; for a call, the account and what follows it.
    package var about: [String]?
    package init(kind: String, prefix: String, command: String? = nil) {
        self.kind = kind
        self.prefix = prefix
        self.command = command
    }
}
