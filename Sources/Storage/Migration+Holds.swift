/// Forwards that are held back until their channel may be sent to.
extension Migration {
    static let holds = Migration(
        "15 holds of forwards",
        """
        -- Why a forward waits that could be sent: quiet, quiet_each, digest, rate.
        ALTER TABLE action ADD COLUMN held TEXT;

        CREATE INDEX action_held ON action(due_at, id)
            WHERE held IS NOT NULL AND state = 'pending';
        """)
}
