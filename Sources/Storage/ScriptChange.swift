package import GRDB
package import Lines

/// What a person changes about what a script remembers or waits for.
package enum ScriptChange: Equatable, Sendable {
    /// One key, or all of them.
    case forget(script: String, key: String?)
    case dropTimers(script: String)
    /// Forwards that are not delivered yet.
    case dropForwards(script: String)
    /// What it remembers and its timers belong to a file of another name.
    case rename(script: String, to: String)
    /// Versions that began to run, or were replaced.
    case keep([VersionRecord])
}

extension Store {
    /// Whether a script remembers or waits for anything.
    package func isRemembered(_ script: String) throws(StoreError) -> Bool {
        try read {
            try $0.exists(
                """
                SELECT 1 FROM memory WHERE script = ?1 UNION ALL
                SELECT 1 FROM timer WHERE script = ?1
                """, [script])
        }
    }
}

extension Database {
    /// - Returns: how many rows it concerned.
    @discardableResult
    package func write(_ change: ScriptChange, at now: Instant) throws -> Int {
        switch change {
        case .forget(let script, let key):
            try perform(
                "DELETE FROM memory WHERE script = ?1 AND (?2 IS NULL OR key = ?2)", [script, key])
        case .dropTimers(let script):
            try perform("DELETE FROM timer WHERE script = ?", [script])
        case .dropForwards(let script):
            try perform(
                """
                UPDATE action SET state = 'dropped', ended_at = ?, result = 'Dropped by hand.'
                WHERE kind = 'forward' AND state = 'pending' AND origin = ?
                """, [now, script])
        case .rename(let old, let new):
            try perform("UPDATE memory SET script = ? WHERE script = ?", [new, old])
            try perform("UPDATE timer SET script = ? WHERE script = ?", [new, old])
            try perform("DELETE FROM script WHERE name = ?", [old])
            try perform(
                "UPDATE OR REPLACE script_version SET script = ? WHERE script = ?", [new, old])
        case .keep(let versions):
            for version in versions { try keep(version) }
        }
        return changesCount
    }
}
