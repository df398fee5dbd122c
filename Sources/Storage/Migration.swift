/// One step from a version of the tables to the next, in SQL alone.
package struct Migration: Sendable {
    /// Its number and what it is about. Written into every database that has it behind it.
    package let name: String
    package let sql: String

    package init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }
}
