package import Codes

/// How often the finder is right, by language and over all.
package struct Figures: Equatable, Sendable {
    package struct Row: Equatable, Sendable {
        /// The code that a person reads.
        package var exact = 0
        /// Another number.
        package var wrong = 0
        /// None, though there is one.
        package var missed = 0
        /// A number where there is none.
        package var alarms = 0
        /// Rightly none.
        package var none = 0
        /// Of the exact ones, those it was not sure of.
        package var likely = 0

        mutating func count(_ found: FoundCode?, expected: String?) {
            switch (found, expected) {
            case (nil, nil): none += 1
            case (nil, _): missed += 1
            case (_, nil): alarms += 1
            case (let found?, let expected):
                if found.code == expected {
                    exact += 1
                    likely += found.confidence == .likely ? 1 : 0
                } else {
                    wrong += 1
                }
            }
        }

        /// Whether any figure is worse than another's.
        package func isWorse(than other: Row) -> Bool {
            exact < other.exact || wrong > other.wrong || missed > other.missed
                || alarms > other.alarms
        }

        static let heading = ["exact", "wrong", "missed", "alarms", "none", "likely"]

        package var values: [Int] { [exact, wrong, missed, alarms, none, likely] }

        init() {}

        init?(_ values: [Int]) {
            guard values.count == Self.heading.count else { return nil }
            (exact, wrong, missed) = (values[0], values[1], values[2])
            (alarms, none, likely) = (values[3], values[4], values[5])
        }
    }

    /// By name, in the order they were first seen.
    package private(set) var rows: [(name: String, row: Row)] = []

    package static func == (one: Figures, other: Figures) -> Bool {
        one.rows.elementsEqual(other.rows) { $0 == $1 }
    }

    package init() {}

    package mutating func count(_ found: FoundCode?, _ expected: String?, in names: [String]) {
        for name in names {
            if let index = rows.firstIndex(where: { $0.name == name }) {
                rows[index].row.count(found, expected: expected)
            } else {
                var row = Row()
                row.count(found, expected: expected)
                rows.append((name, row))
            }
        }
    }

    package func row(_ name: String) -> Row? { rows.first { $0.name == name }?.row }

    // MARK: As a table

    /// A line for each row, as it is kept in `figures.txt`.
    package var table: String {
        let width = rows.map(\.name.count).max() ?? 0
        func line(_ name: String, _ cells: [String]) -> String {
            name.padded(to: width) + cells.map { "  " + $0.padded(to: 6, isRight: true) }.joined()
        }
        let sorted = rows.sorted {
            ($0.name.first == "*" ? 0 : 1, $0.name) < ($1.name.first == "*" ? 0 : 1, $1.name)
        }
        return
            ([line("", Row.heading)]
            + sorted.map { line($0.name, $0.row.values.map(String.init)) })
            .joined(separator: "\n") + "\n"
    }

    /// Reads such a table.
    package init(table: String) {
        for line in table.split(separator: "\n").dropFirst() {
            let words = line.split(separator: " ")
            let values = words.suffix(Row.heading.count).compactMap { Int($0) }
            guard let row = Row(values) else { continue }
            let name = words.dropLast(Row.heading.count).joined(separator: " ")
            rows.append((name, row))
        }
    }
}

extension String {
    fileprivate func padded(to width: Int, isRight: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - count))
        return isRight ? blanks + self : self + blanks
    }
}
