/// One step between two versions of the schema, in SQL alone.
package struct Migration: Sendable {
    /// Its number and subject. Written into every database that has run it.
    package let name: String
    package let sql: String

    package init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }
}
