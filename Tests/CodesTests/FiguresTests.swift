import CodeFigures
import Foundation
import Testing

/// No change of the table or of the weights may make a figure worse unseen.
@Suite("The figures of the code finder")
struct FiguresTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../CodeFigures/figures.txt")

    @Test func `no figure is worse than the recorded one`() throws {
        let figures = try Measurement().figures
        if ProcessInfo.processInfo.environment["RECORD_FIGURES"] != nil {
            try figures.table.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let recorded = try Figures(table: String(contentsOf: Self.file, encoding: .utf8))
        #expect(!recorded.rows.isEmpty)
        for (name, row) in recorded.rows {
            let now = try #require(figures.row(name), "\(name) is gone from the corpus")
            #expect(
                !now.isWorse(than: row),
                "\(name) is worse: \(now.values), recorded \(row.values); see `make codes`")
        }
    }
}
