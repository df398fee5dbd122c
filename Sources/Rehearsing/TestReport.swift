import Lines
import Scripting

/// The forms in which results of tests are written.
package enum TestReport {
    /// For people: one line, and below a failure what was expected and what was got.
    package static func line(_ outcome: TestOutcome) -> String {
        var lines = ["\(outcome.failure == nil ? "ok  " : "FAIL")  \(title(of: outcome))"]
        lines += outcome.log.map { "      logged  \($0)" }
        lines += outcome.explanation.map { "      \($0)" }
        return lines.joined(separator: "\n")
    }

    package static func conclusion(_ summary: TestSummary) -> String {
        let count = summary.outcomes.count
        let failed = summary.failures
        return failed == 0
            ? "\(counted(count, "test")) passed."
            : "\(failed) of \(counted(count, "test")) failed."
    }

    /// The beginning, one test, and the end in the Test Anything Protocol.
    package static let tapHead = "TAP version 14"

    package static func tap(_ outcome: TestOutcome, number: Int) -> String {
        let name = title(of: outcome).replacing("#", with: "\\#")
        var lines = ["\(outcome.failure == nil ? "ok" : "not ok") \(number) - \(name)"]
        lines += outcome.log.map { "# \($0)" }
        if outcome.failure != nil {
            lines += ["  ---", "  at: \(outcome.failedAt)", "  message: |"]
            lines += outcome.explanation.map { "    \($0)" }
            lines.append("  ...")
        }
        return lines.joined(separator: "\n")
    }

    package static func tapEnd(_ summary: TestSummary) -> String {
        "1..\(summary.outcomes.count)"
    }

    /// A line for each script, if lines were counted.
    package static func coverage(_ summary: TestSummary) -> [String] {
        let width = summary.coverage.keys.map(\.count).max() ?? 0
        return summary.coverage.sorted { $0.key < $1.key }.map { script, coverage in
            let gap = String(repeating: " ", count: width - script.count)
            return "\(script)\(gap)  \(coverage.summary)"
        }
    }

    private static func title(of outcome: TestOutcome) -> String {
        "\(outcome.file): \(outcome.name)"
    }

    /// JUnit's XML, as build servers read it.
    package static func junit(_ summary: TestSummary) -> String {
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
        lines.append(
            #"<testsuites tests="\#(summary.outcomes.count)" failures="\#(summary.failures)">"#)
        let files = Dictionary(grouping: summary.outcomes, by: \.file)
        for (file, outcomes) in files.sorted(by: { $0.key < $1.key }) {
            let failed = outcomes.count { $0.failure != nil }
            lines.append(
                "  <testsuite name=\(attribute(file)) tests=\"\(outcomes.count)\" "
                    + "failures=\"\(failed)\">")
            for outcome in outcomes { lines += testcase(outcome) }
            lines.append("  </testsuite>")
        }
        lines.append("</testsuites>")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func testcase(_ outcome: TestOutcome) -> [String] {
        let milliseconds = String(outcome.duration.milliseconds)
        let digits = String(repeating: "0", count: max(0, 4 - milliseconds.count)) + milliseconds
        let seconds = "\(digits.dropLast(3)).\(digits.suffix(3))"
        let head =
            "    <testcase classname=\(attribute(outcome.file)) name=\(attribute(outcome.name)) "
            + "time=\"\(seconds)\""
        guard outcome.failure != nil else { return [head + "/>"] }
        let text = outcome.explanation.joined(separator: "\n")
        return [
            head + ">",
            "      <failure message=\(attribute(outcome.explanation.first ?? "")) "
                + "type=\(attribute(outcome.failedAt))>\(escaped(text))</failure>",
            "    </testcase>",
        ]
    }

    private static func attribute(_ text: String) -> String { "\"\(escaped(text))\"" }

    /// XML 1.0 has no way to write most control characters.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value):
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension TestOutcome {
    /// The lines of the failure, the first with its `file:line`.
    fileprivate var explanation: [String] {
        failure.map { $0.description.split(separator: "\n").map(String.init) } ?? []
    }

    /// `file:line` of the failure, or of the test.
    fileprivate var failedAt: String {
        let parts = (explanation.first ?? "").split(separator: ":", maxSplits: 2)
        guard parts.count == 3, Int(parts[1]) != nil else { return place }
        return "\(parts[0]):\(parts[1])"
    }
}
