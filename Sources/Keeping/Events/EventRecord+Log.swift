import Accounts
package import Logging
import Storage

/// Selects the events for the log: those a person would want to be woken for, and their ends.
extension EventRecord {
    /// The log entry, on one line; nil for events that the log omits.
    ///
    /// A failed script's traceback is in the event itself: `tail` and `explain` show it.
    package var logEntry: (level: Logger.Level, text: String)? {
        let isNews = Self.news.contains(kind)
        let isDead = kind == "action" && text.contains(" failed: ")
        guard isNews || isDead || Self.troubles.contains(kind) else { return nil }
        let place = line.map { "line \($0): " } ?? ""
        return (isNews ? .notice : .warning, "\(place)\(text.prefix { !$0.isNewline })")
    }

    private static let troubles: Set<String> = [
        "doubt", "account_trouble", "account_gone", "script_broken", "script_failed",
        "script_paused", "script_problem", "timer_failed", "postponed", "missed", "lost",
        "expiring", "clock",
        "budget_short", "worker_trouble", "stamps", "end_unclear", "account_missing",
        "dearer", "plan_conflict", "unsure", "balance_low", "post_refused",
    ]
    private static let news: Set<String> = [
        "account_ok", "balance_ok", "budget_ok", "worker_ok", "bought", "refunded", "extended",
        "restored",
    ]
}
