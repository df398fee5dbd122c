import Foundation
import Lines
import Storage
import VirtualTime

/// One simulated life: a person's lines, their manager and everything around it, for some days.
///
/// Everything in it runs on one thread, in virtual time, under one seed.
final class Life: @unchecked Sendable {
    /// Independent random streams: one more message does not change the faults.
    struct Chances {
        let scenario, schedule, manager, network, faults, traffic, person, receiver, profiles,
            codes, needs, losses, dates, stamps: Chance

        init(seed: UInt64) {
            func stream(_ number: UInt64) -> Chance { Chance(seed: seed &* 64 &+ number) }
            scenario = stream(0)
            schedule = stream(1)
            manager = stream(2)
            network = stream(3)
            faults = stream(4)
            traffic = stream(5)
            person = stream(6)
            receiver = stream(7)
            profiles = stream(8)
            codes = stream(9)
            needs = stream(10)
            losses = stream(11)
            dates = stream(12)
            stamps = stream(13)
        }
    }

    /// 2026-01-01 00:00 UTC.
    static let origin = Instant(milliseconds: 1_767_225_600_000)

    let seed: UInt64
    let chance: Chances
    let scenario: Scenario
    let executor: VirtualExecutor
    let providers: [SimulatedProvider]
    let store: Store
    let receiver: Receiver
    /// The folder of this life's scripts.
    let folder: String
    /// The executable of the script worker; it may be missing for a while.
    let workerProgram: String
    let diary: Diary
    let bug: InjectedBug?
    /// The running manager.
    private(set) var run: Run?
    /// The error of the machine's clock.
    private(set) var clockError = Duration.zero
    /// When the machine's clock was last changed.
    private(set) var clockSteppedAt: Duration?
    /// Whether new events are suspended in preparation for an audit.
    private(set) var isCalm = false
    private(set) var crashes = 0
    private(set) var messagesSent = 0
    private var tasks: [Task<Void, Never>] = []

    init(seed: UInt64, provider: ProviderProfile.Name?, bug: InjectedBug?, telling: Diary.Detail)
        throws
    {
        self.seed = seed
        self.bug = bug
        let chance = Chances(seed: seed)
        self.chance = chance
        let scenario = Scenario(
            drawnFrom: chance.scenario, profiles: chance.profiles, needs: chance.needs,
            only: provider
        )
        self.scenario = scenario
        let executor = VirtualExecutor(chance: chance.schedule)
        self.executor = executor
        let diary = Diary(executor: executor, telling: telling)
        self.diary = diary
        providers = scenario.accounts.enumerated().map { index, account in
            SimulatedProvider(
                account, seed: seed &+ UInt64(index), origin: Self.origin,
                conditions: NetworkConditions(loss: scenario.loss), executor: executor)
        }
        store = try Store()
        if telling == .statements { store.trace { diary.record($0) } }
        receiver = Receiver(chance: chance.receiver, failure: scenario.receiverFailure)
        folder = NSTemporaryDirectory() + "linekeeper-life-\(getpid())-\(seed)"
        workerProgram = folder + "/worker"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for (name, text) in scenario.scripts {
            try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
        }
        bringWorkerBack()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// True time.
    var now: Instant { Self.origin + executor.uptime }
    /// What the machine's clock shows.
    var wallTime: Instant { now + clockError }

    /// Since when the manager could work on an account undisturbed; nil if it cannot now.
    func undisturbedSince(_ provider: SimulatedProvider) -> Duration? {
        guard let run, provider.conditions.isClear else { return nil }
        return max(run.startedAt, provider.conditions.clearSince, clockSteppedAt ?? .zero)
    }

    // MARK: What happens

    func begin() throws {
        try start()
        spawn { await Traffic(life: self, chance: self.chance.traffic).run() }
        spawn { await Person(life: self).run() }
        spawn { await FaultSchedule(life: self).run() }
        for provider in providers where provider.account.profile.isAnswered {
            spawn { await Traffic(life: self, chance: self.chance.codes).answer(at: provider) }
        }
        if providers.contains(where: ManualAdoption.isNeeded) {
            spawn { await ManualAdoption(life: self).run() }
        }
        for provider in providers { spawn { await FaultSchedule(life: self).run(over: provider) } }
        if let pause = scenario.betweenWorkerLosses {
            spawn { await FaultSchedule(life: self).harmWorkers(every: pause) }
        }
        for provider in providers {
            spawn { await FaultSchedule(life: self).run(misdating: provider) }
        }
        for provider in providers {
            spawn { await FaultSchedule(life: self).run(misstamping: provider) }
        }
    }

    func spawn(_ body: @escaping @Sendable () async -> Void) {
        tasks.append(Task(executorPreference: executor, operation: body))
    }

    func start() throws {
        run = try Run(in: self)
        diary.note("the manager starts")
    }

    /// Ends the manager without warning.
    func crash(_ how: String) throws(Violation) {
        guard let run else { return }
        diary.note("the manager is killed \(how)")
        crashes += 1
        self.run = nil
        guard run.crash() else {
            throw Violation("shutdown", "Something of the manager goes on after it was cancelled.")
        }
    }

    func stepClock(by difference: Duration) {
        clockError += difference
        clockSteppedAt = executor.uptime
        diary.note("the machine's clock is stepped by \(difference.wholeSeconds) s")
    }

    /// Removes the worker's executable: no worker can start until it is back.
    func takeWorkerAway() { unlink(workerProgram) }

    func bringWorkerBack() { symlink("/proc/self/exe", workerProgram) }

    func becomeCalm() {
        isCalm = true
        bringWorkerBack()
        receiver.isCalm = true
        for provider in providers {
            provider.clear()
            provider.conditions.loss = 0
            provider.conditions.dateError = .zero
        }
    }

    func resume() {
        isCalm = false
        receiver.isCalm = false
        for provider in providers { provider.conditions.loss = scenario.loss }
    }

    func countMessage() -> Int {
        messagesSent += 1
        return messagesSent
    }

    /// Ends everything.
    func end() throws(Violation) {
        try crash("at the end")
        for task in tasks { task.cancel() }
        _ = executor.settle()
    }
}
