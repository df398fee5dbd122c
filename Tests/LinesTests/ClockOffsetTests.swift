import Foundation
import Lines
import Testing

/// The offsets of a person's clock over the years.
@Suite("Offsets of a clock")
struct ClockOffsetTests {
    private func instant(_ text: String) throws -> Instant {
        try #require(Instant(rfc3339: text))
    }

    @Test func `change at the second at which the clock does`() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let offsets = ClockOffset.all(
            from: try instant("2025-01-01T00:00:00Z"), to: try instant("2026-05-01T00:00:00Z")
        ) {
            berlin.secondsFromGMT(
                for: Date(timeIntervalSince1970: Double($0.milliseconds) / 1000))
        }
        #expect(
            offsets == [
                ClockOffset(since: try instant("2025-01-01T00:00:00Z"), seconds: 3600),
                ClockOffset(since: try instant("2025-03-30T01:00:00Z"), seconds: 7200),
                ClockOffset(since: try instant("2025-10-26T01:00:00Z"), seconds: 3600),
                ClockOffset(since: try instant("2026-03-29T01:00:00Z"), seconds: 7200),
            ])
    }

    @Test func `are one where the clock never changes`() throws {
        let start = try instant("2024-01-01T00:00:00Z")
        #expect(
            ClockOffset.all(from: start, to: start + .days(900)) { _ in 19_800 }
                == [ClockOffset(since: start, seconds: 19_800)])
        #expect(ClockOffset.all(from: start, to: start - .days(1)) { _ in 0 }.count == 1)
    }
}
