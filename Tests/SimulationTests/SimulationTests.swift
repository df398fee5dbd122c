import Foundation
import Testing

/// Lives under seeds, in a process of their own: sets and dictionaries have one order there.
///
/// `SIMULATION_SEEDS` and `SIMULATION_DAYS` choose how many and how long.
@Suite(.serialized) struct SimulationTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test("Every promise is kept under every seed", .timeLimit(.minutes(30)))
    func promises() throws {
        let seeds = Self.environment["SIMULATION_SEEDS"] ?? "200"
        let days = Self.environment["SIMULATION_DAYS"] ?? "1"
        let told = try simulate(["--seeds", seeds, "--days", days, "--processes", "2"])
        #expect(told.code == 0, "\(told.text)")
        #expect(told.text.contains("0 failed"), "\(told.text)")
    }

    @Test("A seed is the same life every time, to the last answer")
    func replay() throws {
        let first = try simulate(["--seed", "9", "--days", "1"])
        let second = try simulate(["--seed", "9", "--days", "1"])
        #expect(first.text.count > 10_000)
        #expect(first.text == second.text)
    }

    @Test(
        "A fault that was put in on purpose is found, and said with its seed",
        arguments: [
            ("messages", "stored in time"), ("purchases", "charged twice"),
            ("status", "listening"), ("cancel", "cancel unused"),
        ])
    func plants(plant: String, promise: String) throws {
        let told = try simulate([
            "--seeds", "40", "--days", "5", "--plant", plant, "--until-failure",
        ])
        #expect(told.code == 1)
        #expect(told.text.contains("failed at step"), "\(told.text)")
        #expect(told.text.contains(promise), "\(told.text)")
    }

    private func simulate(_ arguments: [String]) throws -> (code: Int32, text: String) {
        let process = Process()
        let binary: URL = try #require(Self.binary)
        process.executableURL = binary
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Beside the test bundle, where the build puts it.
    private static let binary: URL? = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            let binary = folder.appendingPathComponent("Simulation")
            if FileManager.default.isExecutableFile(atPath: binary.path) { return binary }
        }
        return nil
    }()
}
