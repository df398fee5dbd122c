@testable import Accounts
import Lines
import Scripting
import Storage
import Testing
import Transport

@testable import Keeping

/// What is still owed to scripts that failed, are paused, or are gone.
@Suite struct `What scripts are owed` {
    private let event = EventRecord(id: 9, at: noon, kind: "expired", text: "over")

    private func report(_ script: String, fails: Bool) -> RunReport {
        let failure = ScriptFailure(script: script, kind: .error, message: "boom")
        return RunReport(script: script, outcome: fails ? .failed(failure) : .completed)
    }

    // MARK: Events

    @Test func `only the scripts that failed on an event get it again`() throws {
        var debts = ScriptDebts()
        let reports = [report("a.lua", fails: true), report("b.lua", fails: false)]
        let retry = try debts.nextTelling(of: event, reports, at: noon)
        #expect(retry?.scripts == ["a.lua"])
        #expect(retry?.due == noon + .minutes(1))
        debts.note(retry, of: 9)
        #expect(debts.scriptsToTell(again: 9) == ["a.lua"])
        let done = try debts.nextTelling(of: event, [report("a.lua", fails: false)], at: noon)
        #expect(done == nil)
        debts.note(nil, of: 9)
        #expect(debts.scriptsToTell(again: 9) == nil)
    }

    @Test func `an event is repeated after 1, 5 and 30 minutes and then given up`() throws {
        var debts = ScriptDebts()
        let reports = [report("a.lua", fails: true)]
        var pauses: [Duration] = []
        for _ in 0..<3 {
            let retry = try debts.nextTelling(of: event, reports, at: noon)
            pauses += retry.map { [$0.due - noon] } ?? []
            debts.note(retry, of: 9)
        }
        #expect(pauses == [.minutes(1), .minutes(5), .minutes(30)])
        #expect {
            try debts.nextTelling(of: event, reports, at: noon)
        } throws: { error in
            (error as? ScriptDebts.GivenUp)?.why.contains("failed after 4 tries") == true
        }
    }

    @Test func `no more than 256 events wait to be repeated`() throws {
        var debts = ScriptDebts()
        let reports = [report("a.lua", fails: true)]
        for id in 1...256 as ClosedRange<Int64> {
            debts.note(EventRetry(scripts: ["a.lua"], failures: 1, due: noon), of: id + 100)
        }
        #expect(throws: ScriptDebts.GivenUp.self) {
            try debts.nextTelling(of: event, reports, at: noon)
        }
        var known = event
        known.id = 101
        #expect(try debts.nextTelling(of: known, reports, at: noon)?.failures == 2)
    }

    @Test func `an event waits for its time, and for a script that is away no longer than a day`() {
        var debts = ScriptDebts()
        debts.note(EventRetry(scripts: ["a.lua"], failures: 1, due: noon), of: 9)
        func isWaiting(at time: Duration, ready: Set<String> = ["a.lua"]) -> Bool {
            debts.waitingEvents(ready: ready, at: noon + time) == [9]
        }
        #expect(isWaiting(at: .seconds(-1)))
        #expect(!isWaiting(at: .zero))
        #expect(isWaiting(at: .zero, ready: ["b.lua"]))
        #expect(isWaiting(at: .days(1) - .seconds(1), ready: []))
        #expect(!isWaiting(at: .days(1), ready: []))
        #expect(debts.nextRetry(after: noon - .seconds(1)) == noon)
        #expect(debts.nextRetry(after: noon) == nil)
    }

    // MARK: Timers

    @Test func `a timer is put off after 1, 5 and 30 minutes and then given up`() {
        let debts = ScriptDebts()
        var timer = TimerRecord(id: 3, script: "a.lua", name: "later", data: "{}", dueAt: noon)
        func outcome(fails: Bool) -> TimerOutcome {
            let decisions = ScriptDecisions([report("a.lua", fails: fails)], about: nil)
            let outcome = debts.outcome(of: timer, decisions, at: noon, in: .utc)
            if case .putOff = outcome { timer.failures += 1 }
            return outcome
        }
        guard case .over = outcome(fails: false) else {
            Issue.record("it went well")
            return
        }
        for pause in [Duration.minutes(1), .minutes(5), .minutes(30)] {
            guard case .putOff(let due) = outcome(fails: true) else {
                Issue.record("it is tried again")
                return
            }
            #expect(due == noon + pause)
        }
        guard case .givenUp(let why, _) = outcome(fails: true) else {
            Issue.record("four times are enough")
            return
        }
        #expect(why.contains("failed after 4 tries"))
        timer.failures = 0
        guard case .putOff(let due) = outcome(fails: true) else {
            Issue.record("the next timer has its own tries")
            return
        }
        #expect(due == noon + .minutes(1))
    }

    // MARK: Scripts that are gone

    @Test func `a script is gone for good after a day, counted from when it was missed`() {
        var debts = ScriptDebts()
        func isGone(_ script: String, at uptime: Duration) -> Bool {
            debts.isGoneForGood(script, at: uptime)
        }
        #expect(!isGone("a.lua", at: .zero))
        #expect(!isGone("a.lua", at: .days(1) - .seconds(1)))
        debts.note("a.lua", isThere: false, at: .hours(20))
        #expect(isGone("a.lua", at: .days(1)))
        #expect(!isGone("a.lua", at: .days(1)), "it is counted anew")
        debts.note("b.lua", isThere: false, at: .zero)
        debts.note("b.lua", isThere: true, at: .hours(1))
        #expect(!isGone("b.lua", at: .days(1)))
        debts.note("c.lua", isThere: false, at: .zero)
        debts.note(thereAre: ["c.lua"])
        #expect(!isGone("c.lua", at: .days(1)))
    }

    @Test func `a script is told of its action if it listens, or may listen`() {
        var debts = ScriptDebts()
        let action = OpenAction.example(.cancel, origin: "a.lua").row
        #expect(debts.isHeard(action), "it is not loaded yet")
        debts.handlers["a.lua"] = ["on_message"]
        #expect(!debts.isHeard(action))
        debts.handlers["a.lua"] = ["on_message", "on_action"]
        #expect(debts.isHeard(action))
        #expect(!debts.isHeard(OpenAction.example(.cancel, origin: "console").row))
    }
}
