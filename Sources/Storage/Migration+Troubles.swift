/// Troubles that a person is told of.
extension Migration {
    static let troubles = Migration(
        "16 troubles",
        """
        CREATE TABLE trouble (
            kind TEXT NOT NULL,
            -- The account, channel or script, or the id of the line or action; may be empty.
            subject TEXT NOT NULL,
            text TEXT NOT NULL,
            remedy TEXT NOT NULL,
            -- How its end is told.
            over TEXT NOT NULL,
            since INTEGER NOT NULL,
            opened_at INTEGER NOT NULL,
            told INTEGER NOT NULL,
            ended_at INTEGER,
            end_told INTEGER NOT NULL,
            -- How often it came back shortly after it was away.
            returns INTEGER NOT NULL,
            PRIMARY KEY (kind, subject)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trouble_ended ON trouble(ended_at);

        -- What is asked every few seconds.
        CREATE INDEX timer_failing ON timer(script) WHERE failures > 0;
        CREATE INDEX action_dead ON action(channel, ended_at)
            WHERE kind = 'forward' AND state = 'failed';
        CREATE INDEX action_waiting ON action(channel, created_at)
            WHERE kind = 'forward' AND state = 'pending' AND held IS NULL AND attempts > 0;
        """)
}
