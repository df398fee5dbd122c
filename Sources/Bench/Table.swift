import Foundation

/// Rows of words and numbers under a heading, printed so that columns line up.
struct Table: Sendable {
    private let heading: [String]
    private var rows: [[String]] = []
    private var notes: [String] = []

    /// - Parameter heading: the quantity, then the names of the columns.
    init(_ heading: String...) {
        self.heading = heading
    }

    mutating func add(_ name: String, _ cells: [String]) {
        rows.append([name] + cells)
    }

    mutating func note(_ text: String) {
        notes.append(text)
    }

    func show() {
        let all = [heading] + rows
        let widths = heading.indices.map { column in
            all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
        }
        for (index, row) in all.enumerated() {
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }
            print(cells.joined(separator: "  "))
            if index == 0 {
                print(String(repeating: "-", count: cells.joined().count + 2 * cells.count - 2))
            }
        }
        for note in notes { print("  \(note)") }
        print("")
        fflush(nil)
    }
}

extension Double {
    /// With as many digits as are significant.
    var short: String {
        guard isFinite else { return "-" }
        let digits = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2
        return String(format: "%.\(digits)f", self)
    }

    /// As a multiple: `3.2x`.
    var times: String { isFinite ? short + "x" : "-" }
}
