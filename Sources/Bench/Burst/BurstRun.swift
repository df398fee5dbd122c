import Foundation
import Lines
import TestSupport
import Transport

/// A burst of messages through the program as a person runs it, until each is in a channel's file,
/// and the same burst through its alternatives, in turns.
///
/// Each gets it from the emulator in one answer, as after an outage of a provider.
struct BurstRun: Sendable {
    private static let rounds = 3
    static let messages = 1000

    let paths: BenchPaths
    /// Another build of the program, measured beside this one.
    let other: String?
    let world: World

    func measure() async throws -> Table { try await withTransport { try await measure($0) } }

    private func measure(_ transport: any Transport) async throws -> Table {
        var samples: [BurstContender: BurstSamples] = [:]
        for round in 0..<Self.rounds {
            for (contender, binary) in [(BurstContender.own, paths.binary), (.other, other)] {
                guard let binary else { continue }
                let folder = paths.disk + "/\(contender)-\(round)"
                let stage = try await stage(binary, folder, transport)
                defer {
                    stage.end()
                    try? FileManager.default.removeItem(atPath: folder)
                }
                samples[contender, default: BurstSamples()].add(try await manager(stage))
                guard contender == .own else { continue }
                for tool in BurstContender.allCases {
                    guard let run = try await tool.run(stage, paths) else { continue }
                    samples[tool, default: BurstSamples()].add(run)
                }
            }
        }
        return table(samples)
    }

    private func stage(
        _ binary: String, _ folder: String, _ transport: any Transport
    ) async throws -> Stage {
        var paths = paths
        paths.binary = binary
        paths.disk = folder
        return try await Stage(
            paths: paths, world: world, transport: transport,
            settings: #"polling = { rentals = "2s" }"#)
    }

    /// Rents a number, sends everything to it while the manager is stopped, and resumes the
    /// manager.
    private func manager(_ stage: Stage) async throws -> BurstSample {
        let (manager, _) = try await stage.manager()
        defer { manager.stop() }
        _ = try await stage.command("rent", "2", "7", "--yes")
        guard let number = try await stage.lines().compactMap(\.number).first else {
            throw BenchFailure("the rented number is not shown.")
        }
        try await stage.untilListening([number])
        let database = stage.home + "/data/linekeeper.db"
        let processes = [manager.processID] + RunningProcess.children(of: manager.processID)
        kill(manager.processID, SIGSTOP)
        let commits = try CommitCount.of(database)
        let time = processes.map(ProcessorTime.of).reduce(0, +)
        for index in 0..<Self.messages {
            let text = "\(100_000 + index) is your verification code. Do not share it with anyone."
            guard try await stage.sms(to: number, text).isDelivered else {
                throw BenchFailure("\(number) did not hear an SMS.")
            }
        }
        kill(manager.processID, SIGCONT)
        for _ in 0..<1500 where stage.delivered() < Self.messages {
            try await world.sleep(.milliseconds(20))
        }
        // Allows for the last writes about them.
        try await world.sleep(.milliseconds(200))
        let spent = processes.map(ProcessorTime.of).reduce(0, +) - time
        let committed = try CommitCount.of(database) &- commits
        manager.stop()
        return BurstSample(
            count: Self.messages,
            seconds: try BurstSample.seconds(in: database, of: Self.messages),
            processorTime: spent, commits: Int(committed))
    }

    private func table(_ samples: [BurstContender: BurstSamples]) -> Table {
        var table = Table(
            "\(Self.messages) messages at once, into a file", "a second", "Linekeeper is",
            "CPU us each", "commits each")
        let own = samples[.own]
        for contender in BurstContender.allCases {
            guard let found = samples[contender] else {
                if let missing = contender.whereMissing { table.note(missing) }
                continue
            }
            let ratio = contender == .own ? nil : own?.rates.ratio(to: found.rates).times
            table.add(
                contender.name,
                [
                    found.rates.median.short, ratio ?? "", found.processorTimes.median.short,
                    found.commits.median.short,
                ])
        }
        table.note("From the provider's answer to the last line in the file; scripts as shipped.")
        return table
    }
}
