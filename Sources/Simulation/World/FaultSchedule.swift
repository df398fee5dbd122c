import Glibc
import Lines
import Scripting
import VirtualTime

/// Everything that goes wrong around a manager: outages of a provider, crashes, clock changes.
struct FaultSchedule {
    let life: Life

    private var chance: Chance { life.chance.faults }

    /// Outages of one provider.
    func run(over provider: SimulatedProvider) async {
        while !Task.isCancelled {
            guard await pause(life.scenario.betweenOutages) else { return }
            if life.isCalm { continue }
            let outage = chance.one(of: NetworkConditions.Outage.allCases)
            let length = chance.wait(mean: chance.one(of: [.minutes(2), .minutes(40), .hours(9)]))
            provider.begin(outage)
            life.diary.note("\(provider.account.name): \(outage) for \(length.wholeSeconds) s")
            guard await pause(exactly: length) else { return }
            provider.clear()
            life.diary.note("\(provider.account.name): clear")
        }
    }

    /// Periods in which one provider reports wrong dates.
    func run(misdating provider: SimulatedProvider) async {
        guard let between = life.scenario.betweenWrongDates else { return }
        let chance = life.chance.dates
        while !Task.isCancelled {
            guard await pause(exactly: chance.wait(mean: between)) else { return }
            if life.isCalm { continue }
            let error: Duration = chance.one(of: [
                .seconds(90), .seconds(-90), .minutes(9), .hours(2), .hours(-2), .hours(156),
                .days(30), .days(3650),
            ])
            let length: Duration = chance.one(of: [.seconds(8), .minutes(2), .minutes(8)])
            provider.conditions.dateError = error
            life.diary.note(
                "\(provider.account.name): dates are off by \(error.wholeSeconds) s for "
                    + "\(length.wholeSeconds) s")
            guard await pause(exactly: length) else { return }
            provider.conditions.dateError = .zero
        }
    }

    /// Periods in which one provider reports wrong times for all messages.
    func run(misstamping provider: SimulatedProvider) async {
        let chance = life.chance.stamps
        guard chance.happens(0.4) else { return }
        let between: Duration = chance.one(of: [.hours(5), .days(2)])
        while !Task.isCancelled {
            guard await pause(exactly: chance.wait(mean: between)) else { return }
            if life.isCalm { continue }
            let error: Duration = chance.one(of: [
                .zero, .zero, .hours(1), .hours(-1), .hours(3), .hours(-3), .seconds(1),
            ])
            provider.misstamp(by: error)
            life.diary.note(
                "\(provider.account.name): texts are stamped \(error.wholeSeconds) s late")
        }
    }

    /// Crashes and clock changes.
    func run() async {
        let stepping = life.scenario.betweenClockSteps
        var untilStep = stepping.map(chance.wait(mean:)) ?? .days(100_000)
        var untilCrash = chance.wait(mean: life.scenario.betweenCrashes)
        while !Task.isCancelled {
            let next = min(untilStep, untilCrash)
            guard await pause(exactly: next) else { return }
            untilStep -= next
            untilCrash -= next
            if untilStep <= .zero, let stepping {
                untilStep = chance.wait(mean: stepping)
                if !life.isCalm { stepClock() }
            }
            if untilCrash <= .zero {
                untilCrash = chance.wait(mean: life.scenario.betweenCrashes)
                if !life.isCalm, let run = life.run {
                    // At that very commit, or within a minute of it.
                    run.crashSwitch.crash(
                        atCommit: 1 + chance.below(chance.one(of: [1, 3, 30])),
                        afterIt: chance.happens(0.5))
                }
            }
        }
    }

    /// The script worker is killed, and sometimes cannot be restarted at once.
    func harmWorkers(every mean: Duration) async {
        let chance = life.chance.losses
        while !Task.isCancelled {
            guard await pause(exactly: chance.wait(mean: mean)) else { return }
            guard !life.isCalm, let run = life.run else { continue }
            let absence: Duration? =
                chance.happens(0.5)
                ? chance.wait(mean: chance.one(of: [.seconds(20), .minutes(30), .hours(4)])) : nil
            if absence != nil { life.takeWorkerAway() }
            if let process = await run.worker.processID { kill(process, SIGKILL) }
            life.diary.note("the worker is killed")
            guard let absence else { continue }
            life.diary.note("no other can be started for \(absence.wholeSeconds) s")
            guard await pause(exactly: absence) else { return }
            life.bringWorkerBack()
        }
    }

    private func stepClock() {
        if life.clockError != .zero, chance.happens(0.6) {
            return life.stepClock(by: .zero - life.clockError)
        }
        life.stepClock(
            by: chance.one(of: [
                .hours(-1), .hours(1), .days(1), .seconds(-40), .minutes(3), .days(-1),
            ]))
    }

    private func pause(_ mean: Duration) async -> Bool {
        await pause(exactly: chance.wait(mean: mean))
    }

    private func pause(exactly duration: Duration) async -> Bool {
        (try? await life.executor.sleep(duration)) != nil
    }
}
