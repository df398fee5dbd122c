/// What forwards of scripts are called, which channel is next, and what a receiver answered.
extension Migration {
    static let chains = Migration(
        "13 chains and answers of forwards",
        """
        -- The name by which the script that decided a forward can withdraw it.
        ALTER TABLE action ADD COLUMN handle TEXT;
        -- When a forward that nobody has taken goes to the next channel of its chain.
        ALTER TABLE action ADD COLUMN next_at INTEGER;
        -- The receiver's HTTP status or exit code, and the beginning of what it answered.
        ALTER TABLE action ADD COLUMN status INTEGER;
        ALTER TABLE action ADD COLUMN answer TEXT;

        CREATE INDEX action_handle ON action(origin, handle) WHERE handle IS NOT NULL;
        CREATE INDEX action_next ON action(next_at)
            WHERE kind = 'forward' AND state = 'pending' AND next_at IS NOT NULL;
        """)
}
