import Lines

/// What requests are made for.
package enum RequestUse: String, CaseIterable, Sendable {
    /// For somebody who waits at the console.
    case person
    case actions
    /// One line at a time.
    case looks
    /// All activations in one call.
    case polls
    case lists
    case balance
}

/// Counts requests of the last minute in six slots of ten seconds.
struct RequestCount: Sendable {
    private struct Slot: Hashable {
        var time: Int64
        var use: RequestUse
    }

    private var slots: [Slot: Int] = [:]

    mutating func add(_ count: Int, for use: RequestUse, at now: Instant) {
        let time = time(now)
        slots[Slot(time: time, use: use), default: 0] += count
        slots = slots.filter { $0.key.time > time - 6 }
    }

    func lastMinute(at now: Instant) -> [RequestUse: Int] {
        let time = time(now)
        return slots.filter { $0.key.time > time - 6 }
            .reduce(into: [:]) { $0[$1.key.use, default: 0] += $1.value }
    }

    private func time(_ now: Instant) -> Int64 { now.milliseconds / 10_000 }
}
