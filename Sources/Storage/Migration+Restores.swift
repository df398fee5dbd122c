/// Records that a database replaced a later one.
extension Migration {
    static let restores = Migration(
        "2 restores",
        """
        -- When this database was put in place of a later one: what was decided about things older
        -- than this may have been carried out by the database it replaced.
        ALTER TABLE home ADD COLUMN restored_at INTEGER;
        -- "LKPR": what tells this program's databases from others to whoever looks at the file.
        PRAGMA application_id = 1280004178;
        """)
}
