/// The versions of scripts, and where in them decisions were made.
extension Migration {
    static let versions = Migration(
        "14 versions of scripts",
        """
        -- For each decision the line that made it and the locals there: [["20-bank.lua:7", "n = 3"]].
        ALTER TABLE run ADD COLUMN places TEXT NOT NULL DEFAULT '[]';
        -- The hash of the script's version; null for runs before versions were kept.
        ALTER TABLE run ADD COLUMN version TEXT;

        CREATE TABLE script_version (
            script TEXT NOT NULL,
            hash TEXT NOT NULL,
            text TEXT NOT NULL,
            -- When it last began to run; for one that never ran, when it was replaced.
            since INTEGER NOT NULL,
            has_run INTEGER NOT NULL,
            PRIMARY KEY (script, hash)
        ) STRICT;
        CREATE INDEX script_version_since ON script_version (since);
        """)
}
