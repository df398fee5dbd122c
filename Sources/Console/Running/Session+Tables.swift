import Control

/// Tables whose columns are known only at run time.
extension Session {
    /// - Parameter nothing: the text for a person if there are no rows.
    func list(
        _ table: TableRecord, as format: ListingFormat, nothing: SafeText, isWhole: Bool = false
    ) async throws {
        if table.rows.isEmpty, format == .table { return await terminal.remark(nothing) }
        let names = Self.told(apart: table.columns)
        let columns = names.indices.map { index in
            Column<[String?]>(
                names[index], names[index], least: 24
            ) { row in Cell(row.indices.contains(index) ? row[index] : nil) }
        }
        try await list(table.rows, columns: columns, as: format, isWhole: isWhole)
    }

    /// The names, with repeated ones numbered: in an object a duplicate would hide the first.
    private static func told(apart names: [String]) -> [String] {
        var taken = Set(names)
        var seen: Set<String> = []
        return names.map { name in
            guard !seen.insert(name).inserted else { return name }
            var number = 2
            while !taken.insert("\(name)_\(number)").inserted { number += 1 }
            return "\(name)_\(number)"
        }
    }
}
