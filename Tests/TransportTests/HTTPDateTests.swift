import Lines
import Testing
import Transport

@Suite struct HTTPDateTests {
    @Test func `the form servers send today is read to the second`() {
        #expect(
            HTTPDate.parse("Sun, 06 Nov 1994 08:49:37 GMT")
                == Instant(unixSeconds: 784_111_777))
        #expect(
            HTTPDate.parse("Thu, 29 Feb 2024 23:59:60 GMT") == Instant(unixSeconds: 1_709_251_200))
    }

    @Test(arguments: [
        "", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 UTC", "sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Wed, 29 Feb 2023 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:3٣ GMT", "Ñun, 6 Nov 1994 08:49:37 GMT",
    ])
    func `anything else is no date`(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test(arguments: [
        ("0", Duration.zero), ("120", .seconds(120)), ("999999999", .days(1)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)),
        ("Sun, 06 Nov 1993 08:49:37 GMT", .zero), ("-5", .zero), ("99999999999999999999", nil),
        ("soon", nil), ("", nil),
    ])
    func `a wait that is asked for is kept within a day`(value: String, wait: Duration?) throws {
        let now = try #require(HTTPDate.parse("Sun, 06 Nov 1994 08:49:00 GMT"))
        let reply = HTTPReply(status: 503, headers: [("retry-after", value)])
        #expect(reply.retryAfter(now: now) == wait)
    }
}
