package import Lines

/// The time, and the zone of the person's clock.
///
/// Lists show times as distances and programs get UTC; only the live display and single records
/// show a clock time, which should be the person's own.
package struct ClockFormat: Sendable {
    package var now: @Sendable () -> Instant
    package var zone: LocalZone

    package init(now: @escaping @Sendable () -> Instant, zone: LocalZone = .utc) {
        self.now = now
        self.zone = zone
    }

    /// `12:03:05`
    func timeOfDay(_ instant: Instant) -> String {
        let local = local(instant)
        return "\(two(local.hour)):\(two(local.minute)):\(two(local.second))"
    }

    /// `2026-02-01 12:03:05, 5m ago`
    func full(_ instant: Instant) -> String {
        "\(dayAndTime(instant)), \(RelativeTime.text(instant, now: now()))"
    }

    /// A sentence by this program with its times converted to local time:
    /// `2026-02-01T12:03:05.804Z` becomes `2026-02-01 12:03:05`.
    package func spoken(_ sentence: String) -> String {
        guard sentence.utf8.contains(UInt8(ascii: "Z")) else { return sentence }
        let time = /\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z\b/
        return sentence.replacing(time) { match in
            Instant(rfc3339: match.output).map(dayAndTime) ?? String(match.output)
        }
    }

    private func dayAndTime(_ instant: Instant) -> String {
        let local = local(instant)
        return "\(local.year)-\(two(local.month))-\(two(local.day)) \(timeOfDay(instant))"
    }

    private func local(_ instant: Instant) -> Instant.Civil { zone.civil(at: instant) }

    private func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
