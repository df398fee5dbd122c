import Lines
import Scripting

/// A timer or schedule that a script has set in a test.
struct StageTimer: Equatable {
    var script: String
    var name: String
    var data: ScriptValue
    var due: Instant
    var schedule: Schedule?
    /// Of two that are due at once, the one that was set first comes first.
    var order: Int

    /// Nil for other decisions.
    init?(_ decision: Decision, of script: String, at now: Instant, in zone: LocalZone, order: Int)
    {
        self.script = script
        self.order = order
        switch decision {
        case .after(let timer):
            (name, data) = (timer.name, timer.data)
            due = now + .milliseconds(timer.delayMilliseconds)
        case .at(let timer):
            (name, data, due) = (timer.name, timer.data, timer.due)
        case .every(let request):
            guard let schedule = try? Schedule(every: request.words),
                let next = schedule.next(after: now, in: zone)
            else { return nil }
            (name, data, due) = (request.name, request.data, next)
            self.schedule = schedule
        default: return nil
        }
    }
}
