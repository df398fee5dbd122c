import Accounts
package import Lines
import Scripting
package import Storage

/// Timers and schedules of scripts: when they are due next, and how they are written.
extension KeeperLogic {
    /// Schedules follow the clocks of config.lua's zone, also after it has changed.
    mutating func moveSchedules() throws(StoreError) {
        let (zone, now) = (settings.zone, moment.now)
        let moved = try disk.schedules(outside: zone.name).compactMap { timer -> Change? in
            let schedule = timer.schedule.flatMap { try? Schedule(every: $0) }
            return schedule?.next(after: now, in: zone).map {
                .rescheduled(timer: timer.id, at: $0, zone: zone.name)
            }
        }
        guard !moved.isEmpty else { return }
        try write(moved)
    }
}

extension TimerRecord {
    /// A later call than this makes up for a missed time.
    private static let grace = Duration.minutes(5)

    /// The next time of a schedule; nil for a single call.
    func next(after now: Instant, in zone: LocalZone) -> Instant? {
        guard let schedule = schedule.flatMap({ try? Schedule(every: $0) }) else { return nil }
        return schedule.next(after: max(now, occursAt), last: occursAt, in: zone)
    }

    /// Whether its time was missed and is not made up for.
    package func isSkipped(at now: Instant) -> Bool {
        guard missed == .skip, let schedule = schedule.flatMap({ try? Schedule(every: $0) }) else {
            return false
        }
        guard case .interval(let step) = schedule.rule else { return now - occursAt > Self.grace }
        return now - occursAt > min(Self.grace, step)
    }
}

extension Transaction {
    /// Writes a script's decision about its timers.
    func carryOut(
        _ decision: Decision, of script: String,
        after cause: (cause: ScriptCause, subject: ScriptResult.Subject), at now: Instant,
        in zone: LocalZone
    ) throws {
        func chain(after delay: Duration) -> [String] {
            cause.cause.ofTimer(about: cause.subject, after: delay)
        }
        switch decision {
        case .after(let timer):
            let delay = Duration.milliseconds(timer.delayMilliseconds)
            try set(
                TimerRecord(
                    script: script, name: timer.name, data: timer.data.json, dueAt: now + delay,
                    chain: chain(after: delay)))
        case .at(let timer):
            try set(
                TimerRecord(
                    script: script, name: timer.name, data: timer.data.json, dueAt: timer.due,
                    zone: zone.name, chain: chain(after: timer.due - now)))
        case .every(let request):
            guard let schedule = try? Schedule(every: request.words),
                let first = schedule.next(after: now, in: zone)
            else { return }
            try set(
                TimerRecord(
                    script: script, name: request.name, data: request.data.json, dueAt: first,
                    schedule: request.words, missed: request.missed,
                    zone: schedule.followsClocks ? zone.name : nil,
                    chain: chain(after: Schedule.shortest)))
        case .cancelTimer(let name): try removeTimer(name, of: script)
        default: break
        }
    }
}
