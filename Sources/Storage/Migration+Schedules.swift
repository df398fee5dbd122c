/// Timers that recur, and timers that follow what clocks show.
extension Migration {
    static let schedules = Migration(
        "12 schedules of scripts",
        """
        -- The time that is meant; due_at is later if a run failed.
        ALTER TABLE timer ADD COLUMN occurs_at INTEGER NOT NULL DEFAULT 0;
        -- Such as 'mon..fri 09:00'; null for a single call.
        ALTER TABLE timer ADD COLUMN schedule TEXT;
        -- 'once' or 'skip': what becomes of times that were missed.
        ALTER TABLE timer ADD COLUMN missed TEXT NOT NULL DEFAULT 'once';
        -- The zone whose clocks it follows; null if it follows time that passes.
        ALTER TABLE timer ADD COLUMN zone TEXT;
        UPDATE timer SET occurs_at = due_at;
        """)
}
