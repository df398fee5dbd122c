/// By how much a person's clock is ahead of UTC from an instant on, until the next entry.
package struct ClockOffset: Codable, Equatable, Sendable {
    /// Milliseconds since 1970.
    package var since: Int64
    package var seconds: Int

    package init(since: Instant, seconds: Int) {
        self.since = since.milliseconds
        self.seconds = seconds
    }
}
