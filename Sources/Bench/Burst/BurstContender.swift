import Foundation
import TestSupport

/// The programs that process a burst: this program, another build of it, and its alternatives.
enum BurstContender: CaseIterable, Sendable {
    case own, other, poller, smsd

    var name: String {
        switch self {
        case .own: "Linekeeper"
        case .other: "the other build of it"
        case .poller: "a poller in Python, a lua5.4 process each"
        case .smsd: "gammu-smsd, a lua5.4 process each"
        }
    }

    /// The note if it cannot be measured.
    var whereMissing: String? {
        switch self {
        case .own, .other: nil
        case .poller: "There is no python3 or no lua5.4 here to compare to."
        case .smsd: "There is no gammu-smsd or no lua5.4 here to compare to."
        }
    }

    /// Processes all messages at the stage's provider; nil if it is not installed, or is not a
    /// separate program.
    func run(_ stage: Stage, _ paths: BenchPaths) async throws -> BurstSample? {
        let tool: (script: String, needs: [String])
        switch self {
        case .own, .other: return nil
        case .poller: tool = ("poller.py", [])
        case .smsd: tool = ("smsd.py", ["/usr/bin/gammu-smsd"])
        }
        let python = "/usr/bin/python3"
        let isHere = ([python, "/usr/bin/lua5.4"] + tool.needs).allSatisfy {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard isHere else { return nil }
        let folder = stage.home + "/" + tool.script + "-work"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let scripts = try FileManager.default.contentsOfDirectory(atPath: paths.scripts)
            .filter { $0.hasSuffix(".lua") }.sorted().map { paths.scripts + "/" + $0 }
        let hook = paths.tools + "/hook.lua"
        let printed = try await TestProcess.output(
            python,
            [paths.tools + "/" + tool.script, stage.url, stage.key, folder, hook] + scripts)
        let words = printed.split(separator: " ").compactMap { Double($0) }
        guard words.count == 3, words[0] > 0 else {
            throw BenchFailure("\(tool.script) printed: \(printed)")
        }
        return BurstSample(
            count: Int(words[0]), seconds: words[1], processorTime: words[2] * 1e6)
    }
}
