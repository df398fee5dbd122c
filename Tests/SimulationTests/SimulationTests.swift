import Foundation
import Testing
import TestSupport

/// Lives under seeds, in a process of their own: sets and dictionaries have one order there.
///
/// `SIMULATION_PROGRAM` names a release build, as `make test` does: it lives six times as fast. `SIMULATION_SEEDS`
/// and `SIMULATION_DAYS` choose how many and how long.
@Suite(.serialized) struct SimulationTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let isRelease = environment["SIMULATION_PROGRAM"] != nil

    @Test("Every promise is kept under every seed", .timeLimit(.minutes(60)))
    func promises() async throws {
        try await live(
            seeds: Self.environment["SIMULATION_SEEDS"] ?? "200",
            days: Self.environment["SIMULATION_DAYS"] ?? "1")
    }

    @Test(
        "Every promise is kept in longer lives, where weather meets weather",
        .enabled(if: isRelease), .timeLimit(.minutes(60)))
    func longerLives() async throws { try await live(seeds: "20", days: "6") }

    @Test("What a release build does not assert holds too", .enabled(if: isRelease))
    func assertions() async throws {
        let program = try #require(BuiltProgram.find("Simulation"))
        try await live(seeds: "10", days: "1", program)
    }

    @Test("A seed is the same life every time, to the last answer")
    func replay() async throws {
        let first = try await simulate(["--seed", "9", "--days", "1"])
        let second = try await simulate(["--seed", "9", "--days", "1"])
        #expect(first.text.count > 10_000)
        #expect(first.text == second.text)
    }

    @Test(
        "A fault that was put in on purpose is found, and said with its seed",
        arguments: [
            ("messages", "stored in time"), ("purchases", "charged twice"),
            ("status", "listening"), ("cancel", "cancel unused"),
        ])
    func injectedBugs(bug: String, promise: String) async throws {
        let told = try await simulate([
            "--seeds", "40", "--days", "5", "--inject", bug, "--until-failure",
        ])
        #expect(told.code == 1)
        #expect(told.text.contains("failed at step"), "\(told.text)")
        #expect(told.text.contains(promise), "\(told.text)")
    }

    private func live(seeds: String, days: String, _ program: String? = nil) async throws {
        let told = try await simulate(
            ["--seeds", seeds, "--days", days, "--processes", "2"], program)
        #expect(told.code == 0, "\(told.text)")
        #expect(told.text.contains("0 failed"), "\(told.text)")
    }

    private func simulate(
        _ arguments: [String], _ program: String? = nil
    ) async throws -> (code: Int32, text: String) {
        let chosen = program ?? Self.environment["SIMULATION_PROGRAM"]
        let program = try #require(chosen ?? BuiltProgram.find("Simulation"))
        let told = try await TestProcess.run(arguments, as: [program])
        return (told.code, told.output + told.errors)
    }
}
