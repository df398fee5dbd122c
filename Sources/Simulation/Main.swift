import ArgumentParser
import Foundation
import Lines
import Scripting
import Transport

/// Runs through months of a person's lines under seeds, and reports which promise was broken, and
/// when.
@main
struct Simulation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Live through months under seeds and check every promise on the way.")

    @Option(help: "How many seeds.")
    var seeds: Int = 100
    @Option(help: "How many days each life lasts.")
    var days: Int = 30
    @Option(help: "The first seed.")
    var first: UInt64 = 1
    @Option(help: "One seed alone, with its diary.")
    var seed: UInt64?
    @Flag(help: "With a seed: print every statement that is written as well.")
    var trace = false
    @Option(help: "Put a fault of this kind in on purpose, to see that it is found.")
    var inject: InjectedBug?
    @Option(help: "All accounts with this provider, rather than with the one the seed chooses.")
    var provider: ProviderProfile.Name?
    @Flag(help: "Stop at the first seed that fails.")
    var untilFailure = false
    @Option(help: "How many processes share the seeds.")
    var processes: Int = 1
    @Option(help: "Every n-th seed only.")
    var stride: Int = 1

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == ScriptWorkerProcess.argument { ScriptWorkerProcess.run() }
        // A seed gives the same life in every process only if sets and dictionaries have a fixed
        // order.
        let switchName = "SWIFT_DETERMINISTIC_HASHING"
        if ProcessInfo.processInfo.environment[switchName] == nil {
            setenv(switchName, "1", 1)
            let copies = CommandLine.arguments.map { strdup($0) } + [nil]
            execv("/proc/self/exe", copies)
        }
        Self.main(arguments)
    }

    func validate() throws {
        guard seeds > 0, days > 0, processes > 0, stride > 0 else {
            throw ValidationError("Seeds, days and processes are numbers above zero.")
        }
    }

    func run() throws {
        if let seed {
            let outcome = SeedRun(
                seed: seed, days: days, provider: provider, bug: inject,
                telling: trace ? .statements : .events
            ).run()
            report(outcome)
            if outcome.violation != nil { throw ExitCode.failure }
            return
        }
        let machine = World.live()
        let total = processes > 1 ? try share() : live()
        let seconds = max(0.001, Double(machine.uptime().milliseconds) / 1000)
        guard stride == 1 else {
            // For the process that distributes the seeds.
            print(total.line)
            return
        }
        print(
            "\(total.lives) seeds of \(days) days, \(total.steps) steps, \(total.messages) messages, "
                + "\(total.crashes) crashes; \(total.failed) failed. "
                + "\(Int(Double(total.lives * days) / seconds * 60)) virtual days a minute.")
        if total.failed > 0 { throw ExitCode.failure }
    }

    /// Runs one life after another.
    private func live() -> Total {
        var total = Total()
        for number in Swift.stride(from: 0, to: seeds, by: stride) {
            let outcome = SeedRun(
                seed: first + UInt64(number), days: days, provider: provider, bug: inject
            ).run()
            total.add(outcome)
            guard outcome.violation != nil else { continue }
            report(outcome)
            if untilFailure { break }
        }
        return total
    }

    /// Distributes the lives among copies of this process, and adds up their results.
    private func share() throws -> Total {
        let shares = try (0..<UInt64(processes)).map { index in
            let copy = Process()
            copy.executableURL = URL(fileURLWithPath: "/proc/self/exe")
            copy.arguments =
                [
                    "--first", "\(first + index)", "--seeds", "\(seeds - Int(index))", "--days",
                    "\(days)", "--stride", "\(processes)",
                ] + (inject.map { ["--inject", $0.rawValue] } ?? [])
                + (provider.map { ["--provider", $0.rawValue] } ?? [])
                + (untilFailure ? ["--until-failure"] : [])
            let output = Pipe()
            copy.standardOutput = output
            try copy.run()
            return (copy, output)
        }
        var total = Total()
        for (copy, output) in shares {
            let data = try output.fileHandleForReading.readToEnd() ?? Data()
            copy.waitUntilExit()
            for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
                if !total.add(String(line)) { print(line) }
            }
            if copy.terminationReason != .exit { total.failed += 1 }
        }
        return total
    }

    private func report(_ outcome: SeedRun.Outcome) {
        guard let violation = outcome.violation else {
            print("seed \(outcome.seed): \(outcome.steps) steps, every promise kept")
            return
        }
        print("seed \(outcome.seed) failed at step \(outcome.steps): \(violation)")
        for entry in outcome.diary.suffix(12) { print("    \(entry)") }
        print(
            "    again: make simulate SEED=\(outcome.seed) DAYS=\(days)"
                + (provider.map { " PROVIDER=\($0.rawValue)" } ?? ""))
        fflush(nil)
    }
}

/// The results of several lives.
private struct Total {
    var lives = 0
    var failed = 0
    var steps: UInt64 = 0
    var messages = 0
    var crashes = 0

    mutating func add(_ outcome: SeedRun.Outcome) {
        lives += 1
        failed += outcome.violation == nil ? 0 : 1
        steps += outcome.steps
        messages += outcome.messages
        crashes += outcome.crashes
    }

    /// One line for another process.
    var line: String { "share \(lives) \(failed) \(steps) \(messages) \(crashes)" }

    /// Adds the result of another process; false if the line is something else.
    mutating func add(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        guard words.count == 6, words[0] == "share", let lives = Int(words[1]),
            let failed = Int(words[2]), let steps = UInt64(words[3]),
            let messages = Int(words[4]), let crashes = Int(words[5])
        else { return false }
        self.lives += lives
        self.failed += failed
        self.steps += steps
        self.messages += messages
        self.crashes += crashes
        return true
    }
}
