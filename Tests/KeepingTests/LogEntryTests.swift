@testable import Accounts
import Logging
@testable import Running
import Storage
import Testing

@testable import Keeping

/// Which events are logged, and that each fits on one line.
@Suite("An entry of the log") struct LogEntryTests {
    private func entry(_ kind: String, _ text: String, line: Int64? = nil) -> (
        Logger.Level, String
    )? {
        EventRecord(at: noon, kind: kind, line: line, text: text).logEntry
    }

    @Test func `is the first line of what went wrong`() throws {
        let failed = try #require(
            entry(
                "script_failed",
                "10-bank.lua:3: attempt to index a nil value\nstack traceback:\n\t...",
                line: 7))
        #expect(failed == (.warning, "line 7: 10-bank.lua:3: attempt to index a nil value"))
        let broken = try #require(entry("script_broken", "a.lua:1: x\r\ny"))
        #expect(broken == (.warning, "a.lua:1: x"))
    }

    @Test func `is what somebody is to be woken for, and that it is over`() throws {
        #expect(try #require(entry("account_ok", "pool answers again.")).0 == .notice)
        #expect(entry("action", "forward failed: 503")?.0 == .warning)
        #expect(entry("action", "forward is done") == nil)
        #expect(entry("message", "from MYBANK") == nil)
    }
}
