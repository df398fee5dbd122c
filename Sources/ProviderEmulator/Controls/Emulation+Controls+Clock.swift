import Lines

extension Emulation {
    /// A century: enough for any test, and far from the limits of the calendar.
    private static let farthest = 36_525.0 * 86_400

    func clockJSON(uptime: Duration) -> JSON {
        [
            "now": .string(clock.now(uptime: uptime).rfc3339),
            "speed": .number(String(clock.speed)),
            "advanced_seconds": .number(String(Double(clock.advanced.milliseconds) / 1000)),
        ]
    }

    mutating func advanceClock(
        _ body: ControlBody, uptime: Duration
    ) throws(ControlRefusal) -> JSON {
        let text = try body.requiredText("advance_seconds")
        let limit = Emulation.farthest - Double(clock.advanced.milliseconds) / 1000
        guard let seconds = Double(text), seconds >= 0, seconds <= limit else {
            throw .badRequest(
                "advance_seconds must be a number of seconds forward, a century at most in all, "
                    + "not \(text).")
        }
        clock.advance(by: .milliseconds(Int64(seconds * 1000)))
        let now = clock.now(uptime: uptime)
        // Events that became due meanwhile happen now, so that the ledger shows them at once.
        for index in providers.indices { _ = providers[index].lines(at: now) }
        return ["now": .string(now.rfc3339)]
    }
}
