package import Lines

/// The purpose of a request.
package enum RequestUse: String, CaseIterable, Sendable {
    /// For somebody waiting at the console.
    case person
    case actions
    /// Looks at single lines.
    case looks
    /// All activations in one call.
    case polls
    /// Opening a message feed.
    case feeds
    case lists
    case balance
}

/// Counts the requests of the last minute in six slots of ten seconds.
package struct RequestCount: Sendable {
    private struct Slot: Hashable {
        var time: Int64
        var use: RequestUse
    }

    private var slots: [Slot: Int] = [:]

    package mutating func add(_ count: Int, for use: RequestUse, at now: Instant) {
        let time = time(now)
        slots[Slot(time: time, use: use), default: 0] += count
        slots = slots.filter { $0.key.time > time - 6 }
    }

    package func lastMinute(at now: Instant) -> [RequestUse: Int] {
        let time = time(now)
        return slots.filter { $0.key.time > time - 6 }
            .reduce(into: [:]) { $0[$1.key.use, default: 0] += $1.value }
    }

    private func time(_ now: Instant) -> Int64 { now.milliseconds / 10_000 }
}
