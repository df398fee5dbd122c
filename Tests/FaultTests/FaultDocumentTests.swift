import Foundation
import Testing
import TestSupport

/// The table in docs/faults.md equals the table of the cells.
@Suite("The document on faults")
struct FaultDocumentTests {
    private static let file = SourceTree.root.appending(path: "docs/faults.md")
    private static let begin = "<!-- Printed by FaultTests. -->\n\n"
    private static let end = "\n<!-- Printed until here. -->"

    @Test func `says of every cell what is expected of it`() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let begin = try #require(text.firstRange(of: Self.begin)).upperBound
        let end = try #require(text.firstRange(of: Self.end)).lowerBound
        let expected = text[..<begin] + FaultTable.text + text[end...]
        if ProcessInfo.processInfo.environment["RECORD_DOCS"] == "1" {
            try String(expected).write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(
                text == expected,
                "docs/faults.md is not what is tested: RECORD_DOCS=1 swift test --filter FaultTests"
            )
        }
    }

    @Test func `explains every word of the table`() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        for expectation in Expectation.allCases {
            #expect(text.contains("| **\(expectation.rawValue)** |"), "\(expectation)")
        }
    }
}

/// The expectations as a table: operations down, faults across.
enum FaultTable {
    /// Faults with the same results share a column.
    private static let columns: [[FaultCase]] = FaultCase.allCases.reduce(into: []) {
        found, fault in
        let same = found.firstIndex { outcomes(of: $0[0]) == outcomes(of: fault) }
        if let same { found[same].append(fault) } else { found.append([fault]) }
    }

    private static func outcomes(of fault: FaultCase) -> [Expectation] {
        ManagerOperation.allCases.map { Expectation(of: $0, under: fault) }
    }

    static var text: String {
        let heads = columns.map { $0.map { "`\($0.rawValue)`" }.joined(separator: " ") }
        var rows = [
            ["asked for", "when"] + heads, Array(repeating: "---", count: heads.count + 2),
        ]
        for operation in ManagerOperation.allCases {
            rows.append(
                ["`\(operation.endpoint)`", operation.meaning]
                    + columns.map { Expectation(of: operation, under: $0[0]).rawValue })
        }
        return rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }
}
