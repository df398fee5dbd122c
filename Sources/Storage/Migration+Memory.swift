/// Keeps across restarts which balances are low, and the parts of long messages.
extension Migration {
    static let memory = Migration(
        "10 low balances and parts of messages",
        """
        -- Accounts whose balance was reported as low. A row goes when it is reported to be back.
        CREATE TABLE low_balance (
            account TEXT PRIMARY KEY,
            told_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Parts of long messages that are posted one by one, until no more can come. `series` is what
        -- the parts of one message have in common; `message` is the id under which the joined text is
        -- posted.
        CREATE TABLE message_part (
            line INTEGER NOT NULL REFERENCES line(id),
            id TEXT NOT NULL,
            series TEXT NOT NULL,
            message TEXT NOT NULL,
            part INTEGER NOT NULL,
            text TEXT NOT NULL,
            stored_at INTEGER NOT NULL,
            PRIMARY KEY (line, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX message_part_series ON message_part(line, series, stored_at);
        CREATE INDEX message_part_stored_at ON message_part(stored_at);
        """)
}
