import Foundation
import Testing
import TestSupport

/// Reads the number of runs and their seeds from the environment, carries the runs out and reports
/// them.
enum Campaign {
    private static func setting(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func number(_ name: String) -> Int? { setting(name).flatMap { Int($0) } }

    /// `CRASH_RUNS`: the number of all runs.
    static let runs = max(1, number("CRASH_RUNS") ?? 24)
    /// `CRASH_SEED`: the seed of the first run; later runs count up.
    static let seed = UInt64(max(0, number("CRASH_SEED") ?? 1))
    /// `CRASH_JOBS`: the number of parallel runs.
    static let jobs = max(1, number("CRASH_JOBS") ?? 2)
    /// `CRASH_KILLS`: the kills of one run, as a failure prints them, instead of every commit
    /// point.
    static let kills = setting("CRASH_KILLS").map { text in
        text.split(separator: ",").compactMap { Plan.Kill(String($0)) }
    }

    /// The seeds of one in `share` of the runs.
    static func seeds(oneIn share: Int) -> [UInt64] {
        (0..<max(1, runs / share)).map { seed + UInt64($0) }
    }

    /// Carries out the runs, several in parallel, and records the differences of each.
    static func carryOut(_ plans: [Plan]) async throws {
        let receiver = Receiver.failingNowAndThen()
        try await receiver.serving { url in
            await withTaskGroup(of: Void.self) { group in
                var waiting = plans.makeIterator()
                func begin() {
                    guard let plan = waiting.next() else { return }
                    group.addTask { await report(Run(plan: plan, receiver: receiver, url: url)) }
                }
                for _ in 0..<jobs { begin() }
                while await group.next() != nil { begin() }
            }
        }
    }

    private static func report(_ run: Run) async {
        let began = ContinuousClock.now
        let outcome: Run.Outcome
        do {
            outcome = try await run.carryOut()
        } catch {
            Issue.record("\(run.plan): it could not be carried out: \(error)")
            return
        }
        let seconds = began.duration(to: .now) / .seconds(1)
        let figures = outcome.figures
        print(
            "\(run.plan); \(Int(seconds.rounded())) s, \(outcome.kills) kills, "
                + "\(outcome.workerKills) of the worker, \(figures.messages) messages, "
                + "\(figures.lines) lines, \(figures.money) entries, "
                + "\(figures.forwards) forwards, \(figures.decisions) script runs")
        guard !outcome.differences.isEmpty else { return }
        let commands = outcome.userCommands.map { "  " + $0.description }.joined(separator: "\n")
        let wrong = outcome.differences.map { "  " + $0 }.joined(separator: "\n")
        Issue.record(
            """
            \(run.plan)
            \(wrong)
            commands:
            \(commands)
            again: \(run.plan.again)
            kept in \(outcome.folder)
            """)
    }
}
