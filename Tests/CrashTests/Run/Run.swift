import Foundation
import Lines
import ProviderEmulator
import TestSupport

/// One run: traffic, people and faults while the manager is killed and restarted as planned; then
/// quiet, and the comparison with the provider's books.
struct Run: Sendable {
    let plan: Plan
    let receiver: Receiver
    let url: String
    /// Whether the folder is kept even if nothing is wrong.
    var isKept = false

    /// The result of a run.
    struct Outcome: Sendable {
        /// The differences found; empty if there are none.
        var differences: [String]
        var kills = 0
        var workerKills = 0
        /// The manager's syncs and writes, if it was not killed.
        var counted: (syncs: Int, writes: Int) = (0, 0)
        var figures = Comparison.Figures()
        var userCommands: [UserCommand] = []
        var posts: [Receiver.Post] = []
        /// Of a run that is kept.
        var provider: ProviderSide?
        var folder = ""
    }

    private static let patience = Duration.seconds(120)

    func carryOut() async throws -> Outcome {
        let name = UUID().uuidString
        let stage = try await Stage(
            name: plan.name, generation: plan.generation, receiver: "\(url)/\(name)")
        defer { receiver.forget(name) }
        let supervisor = Supervisor(stage: stage, kills: plan.kills)
        try await supervisor.begin()
        let watch = Task { try await supervisor.run() }
        defer { watch.cancel() }
        let userCommands = try await live(stage)
        try await stage.controls.clearFaults()
        if plan.lapses { try await stage.controls.advance(.seconds(1500)) }
        let comparison = Comparison(
            stage: stage, userCommands: userCommands, posts: { receiver.posts(of: name) },
            plan: plan)
        let differences = try await settle(stage, supervisor, comparison, watch)
        var outcome = Outcome(differences: differences)
        outcome.kills = await supervisor.count
        outcome.workerKills = await killedWorkers.count
        outcome.counted = await stage.counted()
        outcome.figures = comparison.figures.current
        outcome.userCommands = userCommands
        outcome.posts = receiver.posts(of: name)
        outcome.folder = stage.folder
        if isKept {
            outcome.provider = try await ProviderSide(asking: stage.controls)
        } else if differences.isEmpty {
            stage.clear()
        }
        return outcome
    }

    private let killedWorkers = Tally()

    /// The busy part, which ends when the people have finished.
    private func live(_ stage: Stage) async throws -> [UserCommand] {
        try await withThrowingTaskGroup(of: [UserCommand]?.self) { group in
            for index in 1...plan.people {
                let person = Person(stage: stage, name: "person\(index)", seed: plan.seed)
                let isFixed = plan.name == "commitPoints"
                group.addTask { try await person.run(commands: plan.commands, isFixed: isFixed) }
            }
            let traffic = Traffic(controls: stage.controls, seed: plan.seed)
            group.addTask {
                try await traffic.run(); return nil
            }
            group.addTask {
                try await disturb(stage); return nil
            }
            var userCommands: [UserCommand] = []
            var busy = plan.people
            while busy > 0, let more = try await group.next() {
                guard let more else { continue }
                userCommands += more
                busy -= 1
            }
            group.cancelAll()
            while let _ = try await group.next() {}
            return userCommands
        }
    }

    /// Injects faults, clock changes and kills of the worker, each at its time.
    private func disturb(_ stage: Stage) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for fault in plan.faults {
                group.addTask {
                    guard await pause(fault.after) else { return }
                    do {
                        try await stage.controls.set(Fault(fault.kind, endpoint: fault.endpoint))
                    } catch  where Task.isCancelled {}
                }
            }
            group.addTask {
                for step in plan.clockSteps {
                    guard await pause(step.after) else { return }
                    try await stage.stepClock(bySeconds: step.seconds)
                }
            }
            group.addTask {
                for after in plan.workerKills {
                    guard await pause(after) else { return }
                    if await stage.killWorker() { await killedWorkers.add() }
                }
            }
            try await group.waitForAll()
        }
    }

    private func pause(_ milliseconds: Int) async -> Bool {
        (try? await Task.sleep(for: .milliseconds(milliseconds))) != nil
    }

    /// Waits until the books agree, ends the manager, and compares once more.
    ///
    /// Events between the last look and the end, or a pending kill that strikes during the
    /// shutdown, leave work for the next start. In that case there is one more, undisturbed.
    private func settle(
        _ stage: Stage, _ supervisor: Supervisor, _ comparison: Comparison,
        _ watch: Task<Void, any Error>
    ) async throws -> [String] {
        try await agree(stage, comparison)
        await supervisor.dismiss()
        try await watch.value
        for _ in 0..<3 {
            if try await end(stage, supervisor), try await comparison.differences().isEmpty {
                return []
            }
            try await stage.start()
            try await agree(stage, comparison)
        }
        guard try await end(stage, supervisor) else { return ["it did not end when told to"] }
        return try await comparison.differences()
    }

    /// Whether it ended properly when told to.
    private func end(_ stage: Stage, _ supervisor: Supervisor) async throws -> Bool {
        let code = try await stage.stop()
        if code == nil { await supervisor.noteKill() }
        return code == 0
    }

    /// Waits, up to a limit, until the manager's books equal the provider's.
    private func agree(_ stage: Stage, _ comparison: Comparison) async throws {
        let began = ContinuousClock.now
        var awaited: [String] = []
        _ = try await holds(within: Self.patience) {
            try? await Task.sleep(for: .milliseconds(100))
            guard await stage.isManagerRunning else { return false }
            let differences = try await comparison.differences()
            if !differences.isEmpty { awaited = differences }
            return differences.isEmpty
        }
        if began.duration(to: .now) > Self.patience / 8 {
            print("\(plan) was long in settling: \(awaited)")
        }
    }
}

/// A counter for several tasks.
actor Tally {
    private(set) var count = 0

    func add() { count += 1 }
}
