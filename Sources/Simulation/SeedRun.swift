import Lines
import VirtualTime

/// Runs one life to its end, or to the first broken promise.
struct SeedRun {
    struct Outcome: Sendable {
        var seed: UInt64
        var steps: UInt64
        var jobs: UInt64
        var days: Int
        var messages: Int
        var crashes: Int
        var violation: String?
        var diary: [String] = []
    }

    let seed: UInt64
    let days: Int
    /// The provider of all accounts; nil leaves it to the seed.
    var provider: ProviderProfile.Name?
    var bug: InjectedBug?
    var telling = Diary.Detail.nothing

    /// How long all must be calm before a thorough audit.
    private static let calm = Duration.hours(2)

    func run() -> Outcome {
        do {
            let life = try Life(
                seed: seed, provider: provider, bug: bug, telling: telling)
            var violation: String?
            do {
                try live(life)
                try life.end()
            } catch let error as Violation {
                violation = "\(error.promise): \(error.what)"
            } catch {
                violation = "an error nobody foresaw: \(error)"
            }
            if violation != nil {
                try? life.end()
                if telling != .nothing { try life.printBooks() }
            }
            return Outcome(
                seed: seed, steps: life.executor.count, jobs: life.executor.jobs, days: days,
                messages: life.messagesSent, crashes: life.crashes, violation: violation,
                diary: violation == nil ? [] : life.diary.latest)
        } catch {
            return Outcome(
                seed: seed, steps: 0, jobs: 0, days: days, messages: 0, crashes: 0,
                violation: "it could not begin: \(error)")
        }
    }

    private func live(_ life: Life) throws {
        let end = Duration.hours(24 * days)
        var checks = allChecks()
        let chance = life.chance.faults
        var nextAudit = Duration.hours(24 * min(days, 3 + chance.below(9)))
        var restart: Duration?
        try life.begin()
        while true {
            // First the calm before an audit, then the audit.
            try proceed(to: min(nextAudit, end), life, &checks, &restart)
            life.becomeCalm()
            life.diary.note("calm before an audit")
            try proceed(to: life.executor.uptime + Self.calm, life, &checks, &restart)
            for index in checks.indices { try checks[index].atAudit(of: life) }
            life.diary.note("audited")
            if life.executor.uptime >= end { return }
            life.resume()
            nextAudit = life.executor.uptime + .hours(24 * (3 + chance.below(9)))
        }
    }

    private func proceed(
        to end: Duration, _ life: Life, _ checks: inout [any Check], _ restart: inout Duration?
    ) throws {
        let executor = life.executor
        var seen: UInt64 = 0
        var checkedAt = executor.uptime
        while true {
            let running = life.run
            guard executor.settle(until: { running?.crashSwitch.hasCrashed ?? false }) else {
                throw Violation("rest", "The manager does not come to rest at one moment.")
            }
            if let run = life.run, run.crashSwitch.hasCrashed {
                try life.crash("at a commit")
                let downtime = life.chance.faults.between(
                    .seconds(1), life.scenario.longestDowntime)
                restart = executor.uptime + (life.isCalm ? .seconds(5) : downtime)
            }
            if let due = restart, due <= executor.uptime || life.isCalm {
                restart = nil
                try life.start()
                continue
            }
            let commits = life.run?.crashSwitch.commits ?? 0
            if commits != seen || executor.uptime - checkedAt >= .seconds(60) {
                seen = commits
                checkedAt = executor.uptime
                for index in checks.indices { try checks[index].afterStep(of: life) }
            }
            guard executor.uptime < end else { return }
            _ = executor.advance(to: min(end, restart ?? end))
        }
    }
}
