package import GRDB
package import Lines

/// What a person changes about what a script remembers or waits for.
package enum ScriptChange: Equatable, Sendable {
    /// One key, or all of them.
    case forget(script: String, key: String?)
    case dropTimers(script: String)
    /// What it remembers, waits for and has decided belongs to a file of another name.
    case rename(script: String, to: String)
    /// Versions that began to run, or were replaced.
    case keep([VersionRecord])
}

extension Store {
    /// Whether a script has decided something that has not ended.
    package func hasOpenActions(of script: String) throws(StoreError) -> Bool {
        try read {
            try $0.exists(
                """
                SELECT 1 FROM action WHERE origin = ? AND state != 'done'
                    AND state IN ('pending', 'running', 'doubt')
                """, [script])
        }
    }

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
        case .rename(let old, let new):
            try moveOpen(from: old, to: new)
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

    /// Gives actions that have not ended well, and results that were not told yet, to another script.
    private func moveOpen(from old: String, to new: String) throws {
        try perform(
            """
            UPDATE action SET origin = ?1
            WHERE origin = ?2 AND state != 'done'
                AND state IN ('pending', 'running', 'doubt', 'failed')
            """, [new, old])
        try perform(
            """
            UPDATE event SET payload = json_set(payload, '$.script', ?1)
            WHERE for_scripts = 1 AND \(EventRecord.script) = ?2
            """, [new, old])
        try perform(
            """
            UPDATE event SET retry_scripts =
                (SELECT json_group_array(IIF(value = ?2, ?1, value)) FROM json_each(retry_scripts))
            WHERE for_scripts = 1 AND json_valid(retry_scripts)
            """, [new, old])
    }
}
