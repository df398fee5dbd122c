@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// The verdict on a call whose answer was lost, by looks at its line and by the list of rentals.
@Suite struct `What settles a doubt` {
    /// Late enough that a missing effect did not happen, and early enough that it may still appear.
    private let late = noon + .seconds(61)
    private let early = noon + .seconds(60)

    // MARK: Refunds

    @Test func `a refund happened when the rental is listed no more and does not listen`() {
        let doubt = OpenAction.doubt(.refund)
        let book = AccountBook.example([.example(.rental)], [doubt])
        #expect(
            book.settled(refund: doubt, rentals: [HeldRental.example("ID2")], began: late)
                == .happened(.refunded()))
        #expect(book.settled(refund: doubt, rentals: [], began: early) == .open)
    }

    @Test func `a refund did not happen while the rental is listed`() {
        let doubt = OpenAction.doubt(.refund)
        let book = AccountBook.example([.example(.rental)], [doubt])
        let settled = book.settled(refund: doubt, rentals: [HeldRental.example()], began: late)
        #expect(settled == .didNot("Not refunded: the rental is still active."))
        #expect(book.settled(refund: doubt, rentals: [HeldRental.example()], began: early) == .open)
    }

    @Test func `a list that leaves out a rental that listens says nothing`() {
        let doubt = OpenAction.doubt(.refund)
        let line = Line.example(.rental) { $0.listening.isAvailable = true }
        let book = AccountBook.example([line], [doubt])
        #expect(book.settled(refund: doubt, rentals: [], began: late) == .open)
    }

    @Test func `status tells of a refund by not knowing the rental, or by its listening`() {
        let doubt = OpenAction.doubt(.refund)
        let book = AccountBook.example([.example(.rental)], [doubt])
        let (soon, later) = (Moment.noon.later(.seconds(60)), Moment.noon.later(.seconds(61)))
        func settled(_ status: RentalStatus?, at moment: Moment) -> Settled {
            book.settled(refund: doubt, status: status, at: moment)
        }
        #expect(settled(nil, at: soon) == .happened(.refunded()))
        #expect(settled(RentalStatus(isAvailable: true), at: soon) == .open)
        guard case .didNot = settled(RentalStatus(isAvailable: true), at: later) else {
            Issue.record("one that listens is still ours")
            return
        }
        #expect(settled(RentalStatus(isAvailable: false), at: later) == .open)
    }

    // MARK: Extensions

    private func extending() -> (AccountBook, OpenAction) {
        let doubt = OpenAction.doubt(.extend) { details in
            details.days = 30
            details.expiryBefore = noon + .days(20)
        }
        return (AccountBook.example([.example(.rental)], [doubt]), doubt)
    }

    @Test func `an extension happened when the end moved by about what was paid for`() {
        let (book, doubt) = extending()
        func settled(_ end: Instant, after: Duration) -> Settled {
            book.settled(
                extension: doubt, status: RentalStatus(isAvailable: true, expiresAt: end),
                at: .noon.later(after))
        }
        let moved = noon + .days(50)
        #expect(
            settled(moved, after: .seconds(1))
                == .happened(.extended(Extension(expiresAt: moved))))
        #expect(settled(noon + .days(20), after: .seconds(60)) == .open)
        #expect(
            settled(noon + .days(20), after: .seconds(61))
                == .didNot("Not extended: the provider's expiry is unchanged."))
        // More than half of the paid time is an extension; less is a corrected time stamp.
        let half = noon + .days(35)
        #expect(
            settled(half, after: .seconds(61)) != .happened(.extended(Extension(expiresAt: half))))
        let more = half + .seconds(1)
        #expect(
            settled(more, after: .seconds(1)) == .happened(.extended(Extension(expiresAt: more))))
    }

    @Test func `an end that cannot be believed settles no extension`() {
        let (book, doubt) = extending()
        let status = RentalStatus(isAvailable: true, expiresAt: noon + .days(4000))
        #expect(book.settled(extension: doubt, status: status, at: .noon.later(.hours(1))) == .open)
        #expect(book.settled(extension: doubt, status: nil, at: .noon.later(.hours(1))) == .open)
    }

    @Test func `one that ran out meanwhile was extended when it is still listed`() {
        let doubt = OpenAction.doubt(.extend) { $0.days = 30 }
        let line = Line.example(.rental, state: .expired) { $0.expiresAt = noon }
        let book = AccountBook.example([line], [doubt])
        let moment = Moment.noon.later(.minutes(2))
        func settled(_ rentals: [HeldRental], began: Instant) -> Settled {
            book.settled(extension: doubt, rentals: rentals, began: began, at: moment)
        }
        let end = noon + .days(30)
        #expect(
            settled([HeldRental.example(until: end)], began: late)
                == .happened(.extended(Extension(expiresAt: end))))
        #expect(settled([HeldRental.example()], began: late) == .happened(.extended(Extension())))
        guard case .closed(.failed, _, false) = settled([], began: late) else {
            Issue.record("what is not listed was not extended")
            return
        }
        guard
            case .closed(.failed, _, false) = settled(
                [HeldRental.example(until: noon)], began: late)
        else {
            Issue.record("what is listed as over was not extended")
            return
        }
        #expect(settled([], began: early) == .open)
        let active = AccountBook.example([.example(.rental)], [doubt])
        let other = active.settled(extension: doubt, rentals: [], began: late, at: moment)
        #expect(other == .open, "the status of one that is held tells")
    }

    // MARK: Orders that are looked at

    @Test(arguments: [true, false])
    func `a cancel that is only said to be over returned nothing that is known of`(
        tellsReturns: Bool
    ) {
        let doubt = OpenAction.doubt(.cancel)
        for messages in [0, 1] {
            let line = Line.example(.activation) { $0.messageCount = messages }
            let book = AccountBook.example([line], [doubt]) { $0.tellsReturns = tellsReturns }
            var cancellation = Cancellation(moneyReturned: false)
            cancellation.isReturnKnown = messages > 0 || tellsReturns
            #expect(
                book.settled(doubt, by: ActivationReading.example(.cancelled), at: .noon)
                    == .happened(.cancelled(cancellation)))
            #expect(
                book.settled(doubt, by: ActivationReading.example(.refunded), at: .noon)
                    == .happened(.cancelled(Cancellation(moneyReturned: true))))
        }
    }

    @Test(arguments: [ActivationStatus.Phase.waiting, .received])
    func `a cancel did not happen when the order is as it was, after longer than a call takes`(
        phase: ActivationStatus.Phase
    ) {
        let doubt = OpenAction.doubt(.cancel)
        let book = AccountBook.example([.example(.activation)], [doubt])
        #expect(
            book.settled(doubt, by: ActivationReading.example(phase), at: .noon.later(.seconds(60)))
                == .open)
        #expect(
            book.settled(doubt, by: ActivationReading.example(phase), at: .noon.later(.seconds(61)))
                == .didNot("The order is unchanged: cancel was not carried out."))
    }

    @Test func `an order that waits was asked for another code, unless it waited before`() {
        func settled(_ waited: Bool?, after: Duration = .seconds(1)) -> Settled {
            let doubt = OpenAction.doubt(.resend) { $0.waited = waited }
            let book = AccountBook.example([.example(.activation)], [doubt])
            return book.settled(
                doubt, by: ActivationReading.example(.waiting), at: .noon.later(after))
        }
        #expect(settled(false) == .happened(.resent(Resend())))
        #expect(settled(nil) == .happened(.resent(Resend())))
        #expect(settled(true) == .open)
        #expect(
            settled(true, after: .seconds(61))
                == .happened(.declined("The order is still waiting for its code.")))
    }

    @Test func `a code that came since another was asked for answers a resend`() {
        let doubt = OpenAction.doubt(.resend) { details in
            details.waited = false
            details.seen = 1
        }
        for (messages, isAnswered) in [(2, true), (1, false)] {
            let line = Line.example(.activation, state: .received) { $0.messageCount = messages }
            let book = AccountBook.example([line], [doubt])
            #expect(book.wasAnswered(doubt) == isAnswered)
            let settled = book.settled(doubt, by: ActivationReading.example(.received), at: .noon)
            #expect((settled == AccountBook.answered) == isAnswered)
        }
    }

    @Test func `a resend that nothing shows is closed as unknown, and never called undone`() {
        let doubt = OpenAction.doubt(.resend) { $0.waited = true }
        let book = AccountBook.example([.example(.activation)], [doubt]) { $0.showsResends = false }
        #expect(book.settled(waiting: doubt, asked: early) == .open)
        guard case .closed(.failed, let text, true) = book.settled(waiting: doubt, asked: late)
        else {
            Issue.record("nobody knows")
            return
        }
        #expect(text.contains("`resend 1` requests it again"))
    }
}
