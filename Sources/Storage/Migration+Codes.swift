/// What is known of a message's code beside the code itself.
extension Migration {
    static let codes = Migration(
        "7 codes",
        """
        -- How sure the code is and why, when it stops being accepted, what it is for, and what the
        -- provider reported, which need not be what the text says. A code without a confidence is
        -- from before, and counts as certain.
        ALTER TABLE message ADD COLUMN code_confidence TEXT;
        ALTER TABLE message ADD COLUMN code_reason TEXT;
        ALTER TABLE message ADD COLUMN code_valid_until INTEGER;
        ALTER TABLE message ADD COLUMN code_for TEXT;
        ALTER TABLE message ADD COLUMN code_told TEXT;

        CREATE INDEX message_code_told ON message(line, code_told, stored_at)
            WHERE code_told IS NOT NULL;
        """)
}
