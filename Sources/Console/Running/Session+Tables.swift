import Control

/// Tables whose columns are known only when they are there.
extension Session {
    func list(_ table: TableRecord, as format: ListingFormat) async throws {
        let columns = table.columns.indices.map { index in
            Column<[String?]>(
                table.columns[index], table.columns[index], least: 24
            ) { row in Cell(row.indices.contains(index) ? row[index] : nil) }
        }
        try await list(table.rows, columns: columns, as: format)
    }
}
