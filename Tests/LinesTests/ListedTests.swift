import Lines
import Testing

/// Rentals of providers whose lists contain no expiry.
@Suite("A rental that is listed")
struct ListedTests {
    private let end = noon + .days(30)

    private func expired() -> Line {
        rental {
            $0.expiresAt = end
            _ = $0.apply(.time, at: end)
        }
    }

    @Test func `well after its end was extended elsewhere, until nobody knows when`() {
        var line = expired()
        #expect(line.state == .expired)
        let events = line.apply(.listed(expiresAt: nil), at: end + .minutes(6))
        #expect(line.state == .active && line.expiresAt == nil && events.count == 1)
        #expect(line.apply(.time, at: end + .days(1)).isEmpty && line.state == .active)
    }

    @Test func `right after its end is over all the same`() {
        var line = expired()
        #expect(line.apply(.listed(expiresAt: nil), at: end + .minutes(4)).isEmpty)
        #expect(line.apply(.listed(expiresAt: end), at: end + .days(1)).isEmpty)
        #expect(line.state == .expired)
    }
}
