/// Keeps push addresses and provider subscriptions across restarts.
extension Migration {
    static let push = Migration(
        "4 push",
        """
        -- Where an account's provider may send news: the secret end of the address, and where there is
        -- a subscription its id and the secret it is signed with, which the provider tells only once.
        CREATE TABLE push (
            account TEXT PRIMARY KEY,
            token TEXT NOT NULL UNIQUE,
            subscription TEXT,
            secret TEXT
        ) STRICT, WITHOUT ROWID;
        """)
}
