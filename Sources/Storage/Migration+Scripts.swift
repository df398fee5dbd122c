/// Why a script may not run for now, and what follows from what.
extension Migration {
    static let scripts = Migration(
        "11 standing of scripts",
        """
        -- What led to a timer, as a JSON array of phrases: chains that never end are found by it.
        ALTER TABLE timer ADD COLUMN chain TEXT NOT NULL DEFAULT '[]';

        -- Failures in a row and pauses. `version` is that of the text they are about.
        CREATE TABLE script (
            name TEXT NOT NULL PRIMARY KEY,
            version TEXT NOT NULL,
            failures INTEGER NOT NULL,
            pauses INTEGER NOT NULL,
            paused_until INTEGER,
            reason TEXT
        ) STRICT, WITHOUT ROWID;

        -- Messages that are set aside for a script.
        CREATE INDEX run_failed ON run(script, message)
            WHERE outcome = 'failed' AND message IS NOT NULL;
        """)
}
