@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// The lines and open actions that a book knows.
@Suite struct `A book of an account` {
    @Test func `a line of another provider is held and not served`() {
        let ours = Line.example(.rental)
        let other = Line.example(.rental, id: 2) { $0.provider = .virtualsms }
        let book = AccountBook.example(
            [ours, other], [.doubt(.refund, line: 1), .doubt(.refund, id: 8, line: 2)])
        #expect(book.servedLines.map(\.id) == [1])
        #expect(book.doubts.map(\.id) == [7])
        #expect(book.planned.map(\.id) == [1])
        #expect(book.doubts(about: 2).map(\.id) == [8])
    }

    @Test func `waiting actions of a line that is worked on wait on`() {
        var book = AccountBook.example(
            [.example(.rental)], [.example(.refund), .example(.wake, id: 8, state: .running)])
        #expect(book.waitingActions.map(\.id) == [7])
        book.change(1) { $0.isBusy = true }
        #expect(book.waitingActions.isEmpty)
    }

    @Test func `one call takes money at a time, and none is begun before the last is compared`() {
        let line = Line.example(.activation)
        #expect(!AccountBook.example([line], [.example(.order)]).isTaking)
        #expect(!AccountBook.example([line], [.example(.cancel, state: .running)]).isTaking)
        var book = AccountBook.example([line], [.example(.order, state: .running)])
        #expect(book.isTaking)
        for id in Array(book.actions.keys) { book.end(id, Written()) }
        book.comparing[7] = Comparison(account: "pool", since: .zero)
        #expect(book.isTaking)
        #expect(
            !AccountBook.example([line], [.example(.order, state: .running)], without: [.balance])
                .isTaking)
    }

    @Test func `of purchases that wait for the balance the older goes first`() {
        let line = Line.example(.activation)
        let orders = [7, 8].map { OpenAction.example(.order, id: $0, state: .running) }
        let book = AccountBook.example([line], orders)
        #expect(book.isAlone(7))
        #expect(!book.isAlone(8))
        let cancel = OpenAction.example(.cancel, id: 9, state: .running)
        #expect(!AccountBook.example([line], [orders[0], cancel]).isAlone(7))
        let waiting = OpenAction.example(.cancel, id: 9)
        #expect(AccountBook.example([line], [orders[0], waiting]).isAlone(7))
    }

    @Test func `an extension of the plan that could not be made holds no refund up`() {
        let line = Line.example(.rental)
        func isExtended(_ action: OpenAction, _ conflict: String? = nil) -> Bool {
            var book = AccountBook.example([line], [action])
            book.change(1) { $0.reportedConflict = conflict }
            return book.isBeingExtended(1)
        }
        #expect(isExtended(.example(.extend, attempts: 0)))
        #expect(!isExtended(.example(.extend, attempts: 1)))
        #expect(!isExtended(.example(.extend, attempts: 0), "It costs too much."))
        #expect(isExtended(.example(.extend, state: .running)))
        #expect(isExtended(.example(.extend, origin: "console")))
        #expect(isExtended(.doubt(.extend)))
        #expect(!isExtended(.example(.refund)))
    }

    @Test func `what a lost answer is compared with is noted before the call`() {
        var book = AccountBook.example([.example(.rental)])
        book.account?.untrackedIDs = ["B", "A"]
        var extend = OpenAction.example(.extend)
        book.noteEvidence(before: &extend, at: .noon)
        #expect(extend.details.expiryBefore == noon + .days(20))
        #expect(extend.details.untrackedIDs == nil)
        #expect(extend.details.askedThere == nil, "nobody knows the provider's time yet")
        var swap = OpenAction.example(.swap)
        book.noteEvidence(before: &swap, at: .noon)
        #expect(swap.details.untrackedIDs == ["A", "B"])
        #expect(OpenAction(swap.row).details == swap.details, "and written beside it")
    }

    @Test func `a list that shows a message once is news, and no news once it is stored`() {
        var tracked = TrackedLine(.example(.activation))
        var reading = ActivationReading(providerID: "ID1", status: ActivationStatus(.waiting))
        let quiet = tracked.noteListed(reading, at: .seconds(1))
        #expect(!quiet && tracked.polling.listed == nil)
        reading.messages = [ReceivedMessage(text: "1234")]
        let first = tracked.noteListed(reading, at: .seconds(2))
        let second = tracked.noteListed(reading, at: .seconds(3))
        #expect(first && !second)
        #expect(tracked.polling.hasUncheckedNews)
        #expect(tracked.polling.listedUptime == .seconds(2), "since when it was shown")
        tracked.polling.checkedUptime = .seconds(2)
        #expect(tracked.polling.hasUncheckedNews, "what was asked before is no answer")
        tracked.polling.checkedUptime = .seconds(3)
        #expect(!tracked.polling.hasUncheckedNews)
        reading.messages = []
        let gone = tracked.noteListed(reading, at: .seconds(4))
        #expect(!gone && tracked.polling.listed == nil)
    }

    @Test func `what was noted on a clock that turns out to be another is put right`() {
        var book = AccountBook.example([.example(.rental)])
        book.change(1) { $0.shiftProviderTimes { $0.lookedAt = noon } }
        book.change(1) { $0.shiftProviderTimes { $0.refund.until = noon + .hours(1) } }
        book.change(1) { $0.awaitedUntil = noon + .minutes(1) }
        book.change(1) { $0.backoff = Backoff(after: nil, at: noon) }
        book.change(1) { $0.notFoundSince = noon }
        book.shiftProviderTimes(by: .hours(2), wasSettled: true, at: .noon)
        let tracked = book.lines[1]
        #expect(tracked?.line.lookedAt == noon + .hours(2))
        #expect(tracked?.line.refund.until == noon + .hours(3))
        #expect(tracked?.awaitedUntil == noon + .hours(2) + .minutes(1))
        #expect(tracked?.backoff?.until == noon + .hours(2) + .seconds(1))
        #expect(tracked?.notFoundSince == noon, "that was noted on ours")
        book.shift(by: .hours(1))
        #expect(book.lines[1]?.notFoundSince == noon + .hours(1))
        #expect(book.lines[1]?.line.lookedAt == noon + .hours(2))
    }
}
