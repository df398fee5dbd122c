package import Codes
import Foundation
import Randomness

/// Prints how often the finder of codes is right, and what it gets wrong.
@main
struct CodeFigures {
    static func main() throws {
        let measurement = try Measurement()
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "--file", let path = arguments.dropFirst().first {
            return try show(path)
        }
        print(measurement.figures.table)
        for fault in measurement.faults { print(fault) }
    }

    /// The same over texts of one's own, a JSON object with `text`, `expected` and `kind` on each line.
    private static func show(_ path: String) throws {
        var figures = Figures()
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let sample = try JSONDecoder().decode(Sample.self, from: Data(line.utf8))
            let found = CodeFinder.find(in: sample.text)
            figures.count(found, sample.expected, in: ["* all"])
            if found?.code != sample.expected { print(Measurement.fault(sample, found)) }
        }
        print(figures.table)
    }
}

/// The finder over the whole corpus, each text with a code in several drawings.
package struct Measurement: Sendable {
    package private(set) var figures = Figures()
    /// What was not as a person reads it, a line each; of texts that are set aside only how many.
    package private(set) var faults: [String] = []

    /// Kinds that several texts are of; each has a row.
    private var common: Set<String> = []

    /// How many codes are drawn for each text that holds one, besides its own.
    private static let drawings = 2

    package init() throws {
        var random = SeededRandom(seed: 11)
        let samples = try Sample.all()
        let subjects = Dictionary(grouping: samples, by: \.subject)
        common = Set(subjects.filter { $0.value.count >= 5 }.keys)
        for sample in samples {
            count(sample, isShown: !sample.isSetAside)
            for _ in 0..<Self.drawings {
                if let drawn = sample.redrawn(by: &random) {
                    count(drawn, isShown: false, sample.isSetAside)
                }
            }
        }
    }

    private mutating func count(_ sample: Sample, isShown: Bool, _ isSetAside: Bool? = nil) {
        let found = CodeFinder.find(in: sample.text)
        let isSetAside = isSetAside ?? sample.isSetAside
        let place = isSetAside ? "* set aside" : "* looked at"
        let holds = sample.expected == nil ? "* no code" : "* with a code"
        var names = ["* all", place, holds, sample.language]
        if common.contains(sample.subject) { names.append("- \(sample.subject)") }
        figures.count(found, sample.expected, in: names)
        if isShown, found?.code != sample.expected { faults.append(Self.fault(sample, found)) }
    }

    package static func fault(_ sample: Sample, _ found: FoundCode?) -> String {
        let text = sample.text.replacingOccurrences(of: "\n", with: "⏎").prefix(200)
        let what = found.map { "\($0.code) (\($0.confidence), \($0.reason))" } ?? "none"
        return "\(sample.kind): \(sample.expected ?? "none") read as \(what): \(text)"
    }
}
