@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

@Suite struct `When what did not work is tried again` {
    private func retrying(
        _ action: OpenAction, _ line: Line? = .example(.rental), isStillPlanned: Bool = true
    ) -> Retrying {
        Retrying(
            action: action, line: line, isStillPlanned: isStillPlanned, now: noon, there: noon)
    }

    private let unreachable = ProviderError.transport(.unreachable(host: "x", reason: "no route"))

    @Test func `pauses double from ten seconds to ten minutes`() {
        let pauses = (1...9).map { Retrying.pause(after: $0) }
        #expect(pauses.prefix(3) == [.seconds(10), .seconds(20), .seconds(40)])
        #expect(pauses.suffix(3) == [.seconds(600), .seconds(600), .seconds(600)])
    }

    @Test func `what a person asked for fails at once, except a cancel that is merely too early`() {
        let action = OpenAction.example(.cancel, origin: "console")
        let waiting = Line.example(.activation)
        #expect(retrying(action, waiting).next(after: unreachable) == nil)
        #expect(
            retrying(action, waiting).next(after: .tooEarly(retryAfter: .seconds(90)))
                == noon + .seconds(90))
        #expect(
            retrying(action, waiting).next(after: .tooEarly(retryAfter: nil))
                == noon + .seconds(10))
        let patient = OpenAction.example(.cancel, origin: "console", attempts: 30)
        #expect(
            retrying(patient, waiting).next(after: .tooEarly(retryAfter: nil))
                == noon + .seconds(60))
    }

    @Test func `what could not be sent for a script is given up after 200 tries or a day`() {
        func end(
            _ attempts: Int, age: Duration = .hours(1), origin: String = "10-a.lua",
            _ line: Line = .example(.rental)
        ) -> String? {
            var action = OpenAction.example(.wake, origin: origin, attempts: attempts)
            action.createdAt = noon - age
            return retrying(action, line).end("No answer.")
        }
        #expect(end(199) == nil)
        #expect(end(200) == "No answer. Given up after 200 tries.")
        #expect(end(12, age: .days(1) - .seconds(1)) == nil)
        #expect(end(11, age: .days(9)) == nil, "no manager may have run")
        #expect(end(12, age: .days(1)) == "No answer. Given up after 12 tries.")
        #expect(
            end(1, .example(.rental, state: .expired)) == "No answer. The line has ended since.")
        #expect(end(999, age: .days(9), origin: "plan") == nil)
    }

    @Test func `what the plan or a script decided is tried until its line ends, or 200 times`() {
        for origin in ["plan", "10-a.lua"] {
            let action = OpenAction.example(.refund, origin: origin)
            #expect(retrying(action).next(after: unreachable) == noon + .seconds(10))
            let ended = Line.example(.rental, state: .expired)
            #expect(retrying(action, ended).next(after: unreachable) == nil)
            #expect(retrying(action, ended).next(after: .tooEarly(retryAfter: nil)) == nil)
            let last = OpenAction.example(.refund, origin: origin, attempts: 199)
            #expect(retrying(last).next(after: unreachable) != nil)
            let over = OpenAction.example(.refund, origin: origin, attempts: 200)
            #expect(retrying(over).next(after: unreachable) == nil)
        }
    }

    @Test
    func `a refused extension of the plan is tried again while it is still the one that is due`() {
        let poor = ProviderError.insufficientBalance(price: nil, balance: nil)
        let planned = OpenAction.example(.extend)
        #expect(retrying(planned).next(after: poor) == noon + .minutes(30))
        #expect(retrying(planned, isStillPlanned: false).next(after: poor) == nil)
        #expect(retrying(.example(.extend, origin: "a.lua")).next(after: poor) == nil)
        #expect(retrying(.example(.refund)).next(after: poor) == nil)
    }

    @Test func `a provider that names a time is not asked before`() {
        let busy = ProviderError.rateLimited(retryAfter: .minutes(5))
        #expect(retrying(.example(.refund)).next(after: busy) == noon + .minutes(5))
        let often = OpenAction.example(.refund, attempts: 9)
        #expect(retrying(often).next(after: busy) == noon + .minutes(10))
    }

    @Test func `the next try comes within a quarter of the time that is left`() {
        func latest(_ kind: Action.Kind, left: Duration) -> Duration? {
            let line = Line.example(.rental) { line in
                line.expiresAt = noon + left
                line.refund.until = noon + left
            }
            return retrying(.example(kind), line).latest.map { $0 - noon }
        }
        for kind in [Action.Kind.extend, .cancel, .refund] {
            #expect(latest(kind, left: .minutes(20)) == .minutes(5))
            #expect(latest(kind, left: .seconds(12)) == .seconds(5))
            #expect(latest(kind, left: .zero) == nil)
            #expect(latest(kind, left: .seconds(-1)) == nil)
        }
        #expect(latest(.wake, left: .minutes(20)) == nil)
    }

    @Test func `to wait for a cancel is futile once the code has come`() {
        let cancel = OpenAction.example(.cancel)
        let early = ProviderError.tooEarly(retryAfter: nil)
        #expect(retrying(cancel, .example(.activation, state: .received)).isFutile(early))
        #expect(!retrying(cancel, .example(.activation)).isFutile(early))
        #expect(!retrying(cancel, .example(.activation, state: .received)).isFutile(unreachable))
        #expect(!retrying(.example(.swap), .example(.activation, state: .received)).isFutile(early))
    }
}
