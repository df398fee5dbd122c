/// Keeps across restarts which providers do not answer.
extension Migration {
    static let silence = Migration(
        "3 silence",
        """
        -- Accounts at whose provider nobody answers: since when, and for how long in all it was asked
        -- in vain. A row goes when somebody answers.
        CREATE TABLE silence (
            account TEXT PRIMARY KEY,
            since INTEGER NOT NULL,
            asked INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)
}
