/// Where a script made a decision, and what its locals were.
package struct DecisionPlace: Equatable, Sendable, Codable {
    /// `file:line`; empty if unknown.
    package var at: String
    /// `name = value`, short, in the order of their declaration.
    package var locals: [String]

    package init(at: String, locals: [String] = []) {
        self.at = at
        self.locals = locals
    }
}

/// How often a run went through a line.
package struct LineCount: Hashable, Sendable {
    package var file: String
    package var line: Int
    package var count: Int

    package init(file: String, line: Int, count: Int) {
        self.file = file
        self.line = line
        self.count = count
    }

    /// Lines as the worker writes them; others are left out.
    static func all(in text: String) -> [LineCount] {
        text.split(separator: "\n").compactMap { row in
            let parts = row.split(separator: "\t")
            guard parts.count == 3, let line = Int(parts[1]), let count = Int(parts[2]) else {
                return nil
            }
            return LineCount(file: String(parts[0]), line: line, count: count)
        }
    }
}
