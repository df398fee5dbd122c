/// What a start used to forget: comparisons with the balance, retries of scripts, and the clocks of
/// providers.
extension Migration {
    static let starts = Migration(
        "9 what a start remembers",
        """
        -- Paid calls that were made and that no balance has accounted for yet.
        CREATE TABLE comparison (
            action INTEGER PRIMARY KEY REFERENCES action(id),
            account TEXT NOT NULL,
            -- What the call took or returned by its answer; NULL if nothing was booked.
            booked INTEGER,
            currency TEXT,
            since INTEGER NOT NULL
        ) STRICT;

        -- How often scripts failed on an event, which ones, and when it is repeated.
        ALTER TABLE event ADD COLUMN retry_at INTEGER;
        ALTER TABLE event ADD COLUMN retry_failures INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE event ADD COLUMN retry_scripts TEXT;
        -- How many times in a row the run of a timer failed.
        ALTER TABLE timer ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;

        -- How far the clock of an account's provider was ahead of the machine's, once that was sure.
        CREATE TABLE clock (
            account TEXT PRIMARY KEY,
            ahead INTEGER NOT NULL
        ) STRICT;
        """)
}
