@testable import Accounts
import Lines
import Storage
import Testing

@testable import Keeping

/// What a start makes of the state that the previous run left.
@Suite struct `A start after a run that broke off` {
    private let recovery = Recovery(now: noon)

    private func actions(in changes: [Change]) -> [OpenAction] {
        changes.compactMap { if case .action(let action) = $0 { action } else { nil } }
    }

    private func events(in changes: [Change]) -> [EventRecord] {
        changes.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    private func lines(in changes: [Change]) -> [Line] {
        changes.compactMap { if case .line(let line) = $0 { line } else { nil } }
    }

    @Test func `a call that moves money is a doubt, any other is done again`() {
        let refund = OpenAction.example(.refund, state: .running).row
        let wake = OpenAction.example(.wake, id: 8, state: .running).row
        let changes = recovery.resume([refund, wake], lines: [1: .example(.rental)])
        #expect(actions(in: changes).map(\.state) == [.doubt, .pending])
        #expect(actions(in: changes).first?.doubtfulSince == noon)
        #expect(lines(in: changes).map(\.inDoubt) == [true])
        #expect(events(in: changes).map(\.kind) == ["doubt"])
        let unknown = recovery.resume([refund], lines: [:])
        #expect(actions(in: unknown).map(\.state) == [.doubt])
        #expect(events(in: unknown).isEmpty)
    }

    @Test func `a clock that was set back by more than a minute moves what waits`() {
        let waiting = OpenAction.example(.refund).row
        func changes(_ ahead: Duration) -> [Change] {
            recovery.followClock(lastWritten: noon + ahead, open: [waiting])
        }
        #expect(changes(.minutes(1)).isEmpty)
        #expect(changes(.hours(-3)).isEmpty, "time has passed")
        #expect(recovery.followClock(lastWritten: nil, open: [waiting]).isEmpty)
        let moved = changes(.hours(1))
        #expect(actions(in: moved).map(\.dueAt) == [waiting.dueAt - .hours(1)])
        #expect(events(in: moved).first?.text.contains("set back by at least") == true)
        guard case .shiftWaiting(let step)? = moved.first else {
            Issue.record("all that waits")
            return
        }
        #expect(step == .hours(-1))
        #expect(!changes(.minutes(1) + .milliseconds(1)).isEmpty)
    }

    @Test func `a waiting action that nobody can carry out ends with its reason`() {
        func reason(_ change: (inout Action) -> Void) -> String? {
            var action = OpenAction.example(.refund).row
            change(&action)
            let changes = recovery.setAside([action], lines: [1])
            #expect(events(in: changes).count == actions(in: changes).count)
            #expect(actions(in: changes).allSatisfy { $0.state == .failed && $0.endedAt == noon })
            return actions(in: changes).first?.result
        }
        #expect(reason { _ in } == nil)
        #expect(reason { $0.payload = "{" } == "Its stored data is damaged.")
        #expect(reason { $0.line = 2 } == "Its line no longer exists.")
        #expect(reason { $0.line = nil } == "Its line no longer exists.")
        func forward(_ channel: String?) -> String? {
            reason { action in
                action.kind = .forward
                action.channel = channel
                action.line = nil
            }
        }
        #expect(forward("mail") == nil)
        #expect(forward(nil) == "It names no channel.")
    }

    @Test func `an action of a kind that only a later version knows is told of`() {
        let changes = recovery.tell(ofUnknown: [(id: 9, kind: "teleport")])
        #expect(events(in: changes).first?.text.contains("\"teleport\"") == true)
        #expect(recovery.tell(ofUnknown: []).isEmpty)
    }

    @Test func `an extension that waits is tried at once with the new terms, or dropped`() {
        let planned = OpenAction.example(.extend).row
        for isWanted in [true, false] {
            let action = actions(in: [recovery.revise(planned, isWanted: isWanted)]).first
            #expect(action?.dueAt == noon)
            #expect(action?.state == (isWanted ? .pending : .dropped))
            #expect(action?.key == (isWanted ? "key-7" : "key-7-dropped-7"))
        }
    }

    @Test func `a line that is held is due for a look, and one that is over is not`() {
        func looked(_ line: Line) -> Line {
            var line = line
            line.lookedAt = noon - .minutes(1)
            line.listening.until = noon + .minutes(1)
            line.listening.statusAt = noon - .minutes(1)
            return recovery.unasked(line)
        }
        let held = looked(.example(.rental))
        #expect(held.lookedAt == nil && held.listening.until == nil)
        #expect(held.listening.statusAt == nil)
        let over = looked(.example(.rental, state: .expired) { $0.endedAt = noon + .hours(1) })
        #expect(over.lookedAt == noon - .minutes(1))
        #expect(over.endedAt == noon, "no line ended in the future")
    }

    // MARK: A restored copy

    @Test func `what waits in a restored copy may have been done since`() {
        let line = Line.example(.rental)
        let changes = RestoredCopy.doubt(OpenAction.example(.extend).row, on: line, at: noon)
        let doubt = actions(in: changes).first
        #expect(doubt?.state == .doubt)
        #expect(doubt?.doubtfulSince == noon)
        #expect(doubt?.details.expiryBefore == line.expiresAt)
        #expect(lines(in: changes).map(\.inDoubt) == [true])
        let known = OpenAction.example(.extend) { $0.expiryBefore = noon }.row
        #expect(
            actions(in: RestoredCopy.doubt(known, on: line, at: noon)).first?.details.expiryBefore
                == noon, "the evidence of the call stays")
    }
}
