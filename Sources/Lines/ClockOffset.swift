/// By how much a person's clock is ahead of UTC from an instant on, until the next entry.
package struct ClockOffset: Codable, Equatable, Sendable {
    /// Milliseconds since 1970.
    package var since: Int64
    package var seconds: Int

    package init(since: Instant, seconds: Int) {
        self.since = since.milliseconds
        self.seconds = seconds
    }

    /// The offsets of a zone between two instants, the first holding for all that is earlier too.
    ///
    /// - Parameter seconds: the offset at an instant.
    package static func all(
        from start: Instant, to end: Instant, _ seconds: (Instant) -> Int
    ) -> [ClockOffset] {
        var offsets = [ClockOffset(since: start, seconds: seconds(start))]
        var place = start
        while place < end {
            let next = min(place + step, end)
            if seconds(next) != seconds(place) {
                let change = firstSecond(after: place, before: next) {
                    seconds($0) != seconds(place)
                }
                offsets.append(ClockOffset(since: change, seconds: seconds(change)))
                place = change
            } else {
                place = next
            }
        }
        return offsets
    }

    /// The first full second between two instants at which something is true; it stays true until
    /// the end.
    private static func firstSecond(
        after start: Instant, before end: Instant, _ isTrue: (Instant) -> Bool
    ) -> Instant {
        var (before, after) = (start.milliseconds / 1000, (end.milliseconds + 999) / 1000)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if isTrue(Instant(unixSeconds: middle)) { after = middle } else { before = middle }
        }
        return Instant(unixSeconds: after)
    }

    /// Shorter than any time between two changes of a clock.
    private static let step = Duration.days(7)
}
