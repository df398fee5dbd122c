/// How a message reached its number.
extension Migration {
    static let kinds = Migration(
        "8 kinds of messages",
        """
        -- 'sms', or 'call' for the words of a telephone call. All earlier ones came as SMS.
        ALTER TABLE message ADD COLUMN kind TEXT NOT NULL DEFAULT 'sms';
        """)
}
