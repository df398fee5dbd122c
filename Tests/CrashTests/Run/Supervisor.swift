import Foundation

/// Kills the manager as planned, and starts it again whenever it has ended.
actor Supervisor {
    private let stage: Stage
    private var kills: [Plan.Kill]
    /// How often the manager was killed.
    private(set) var count = 0
    private var isArmed = false
    private var isDismissed = false

    init(stage: Stage, kills: [Plan.Kill]) {
        self.stage = stage
        self.kills = kills.reversed()
    }

    /// Starts the manager for the first time.
    func begin() async throws {
        while try await !startNext() {}
    }

    /// Watches the manager until dismissed. A start in progress is completed: cancelled halfway, it
    /// would leave a manager that nobody waits for.
    func run() async throws {
        while !isDismissed, !Task.isCancelled {
            if await !stage.isManagerRunning {
                count += 1
                _ = try await startNext()
            }
            if isArmed, let time, ContinuousClock.now >= time {
                isArmed = false
                try await stage.kill()
            } else {
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    func dismiss() { isDismissed = true }

    func noteKill() { count += 1 }

    private var time: ContinuousClock.Instant?

    private func startNext() async throws -> Bool {
        let kill = kills.popLast()
        if case .after(let milliseconds) = kill {
            isArmed = true
            time = .now + .milliseconds(milliseconds)
        }
        let serves = try await stage.start(kill?.orders ?? [:])
        if !serves { count += 1 }
        return serves
    }
}
