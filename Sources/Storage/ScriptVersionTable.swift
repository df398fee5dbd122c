import GRDB
package import Lines

/// A kept version of a script.
package struct VersionRecord: Equatable, Sendable {
    /// How many are kept of one script, and of all.
    package static let mostOfScript = 20
    package static let most = 1000

    package var script: String
    package var hash: String
    package var text: String
    package var since: Instant
    package var hasRun: Bool

    package init(script: String, hash: String, text: String, since: Instant, hasRun: Bool) {
        self.script = script
        self.hash = hash
        self.text = text
        self.since = since
        self.hasRun = hasRun
    }

    fileprivate init(_ row: Row) {
        self.init(
            script: row["script"], hash: row["hash"], text: row["text"], since: row["since"],
            hasRun: row["has_run"])
    }
}

extension Store {
    /// The kept versions of a script, the latest first.
    package func versions(of script: String) throws(StoreError) -> [VersionRecord] {
        try read {
            try Row.fetchAll(
                $0, sql: "SELECT * FROM script_version WHERE script = ? ORDER BY since DESC, hash",
                arguments: [script]
            ).map(VersionRecord.init)
        }
    }

    /// The version of a script that last began to run.
    package func lastVersion(of script: String) throws(StoreError) -> VersionRecord? {
        try versions(of: script).first(where: \.hasRun)
    }
}

extension Database {
    /// Keeps a version. The one that ran last keeps its time when it begins to run again, such as
    /// after a restart.
    func keep(_ version: VersionRecord) throws {
        let last = try String.fetchOne(
            self,
            sql: """
                SELECT hash FROM script_version WHERE script = ? AND has_run
                ORDER BY since DESC, hash LIMIT 1
                """, arguments: [version.script])
        guard last != version.hash else { return }
        try perform(
            """
            INSERT INTO script_version (script, hash, text, since, has_run)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (script, hash) DO UPDATE SET
                since = IIF(?5, excluded.since, since), has_run = has_run OR excluded.has_run
            """,
            [version.script, version.hash, version.text, version.since, version.hasRun])
        try perform(
            """
            DELETE FROM script_version WHERE script = ?1 AND hash NOT IN
                (SELECT hash FROM script_version WHERE script = ?1
                ORDER BY since DESC, hash LIMIT \(VersionRecord.mostOfScript))
            """, [version.script])
        try perform(
            """
            DELETE FROM script_version WHERE rowid IN
                (SELECT rowid FROM script_version ORDER BY since DESC
                LIMIT -1 OFFSET \(VersionRecord.most))
            """, [])
    }
}
