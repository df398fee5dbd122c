/// Columns and indexes for matching a message reported again in another form, and for every query
/// on a table that grows with history.
extension Migration {
    static let reconciliation = Migration(
        "6 reconciliation",
        """
        -- Until the first look at a line that was adopted: when that was. What it had received before then
        -- is backlog.
        ALTER TABLE line ADD COLUMN backlog_until INTEGER;
        -- When its provider last told its messages, which a start does not forget.
        ALTER TABLE line ADD COLUMN told_at INTEGER;
        -- How often a message was told better after scripts had seen it, and how often its code changed.
        ALTER TABLE message ADD COLUMN backlog INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN completions INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

        CREATE INDEX message_time ON message(line, received_at);
        -- Of the same words, without keeping the words twice.
        CREATE INDEX message_alike
            ON message(line, length(text), substr(text, 1, 24), substr(text, -24), stored_at);
        CREATE INDEX message_code ON message(line, code, stored_at) WHERE code IS NOT NULL;
        CREATE INDEX message_sender ON message(sender, id) WHERE sender IS NOT NULL;
        CREATE INDEX message_route ON message(route, id) WHERE route IS NOT NULL;
        CREATE INDEX message_tagged ON message(id) WHERE tags != '[]';

        CREATE INDEX event_line ON event(line, id) WHERE line IS NOT NULL;
        CREATE INDEX event_message ON event(message, id) WHERE message IS NOT NULL;
        CREATE INDEX action_channel ON action(channel, state) WHERE channel IS NOT NULL;
        CREATE INDEX action_trouble ON action(channel, id)
            WHERE channel IS NOT NULL AND state != 'done' AND result IS NOT NULL;
        CREATE INDEX action_unfinished ON action(state, id) WHERE state != 'done';
        CREATE INDEX action_plan ON action(key) WHERE origin = 'plan';
        """)
}
