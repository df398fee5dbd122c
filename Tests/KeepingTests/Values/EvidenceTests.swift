@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// Which order in a list is the one that a lost answer brought, and what shows that a code was asked for.
@Suite struct `Evidence of a lost answer` {
    private let lateEnough = noon + .seconds(61)

    private func order(
        _ phase: ActivationStatus.Phase = .waiting, id: String = "ID1",
        number: String? = "+14155550121", _ change: (inout ActivationReading) -> Void = { _ in }
    ) -> ActivationReading {
        var reading = ActivationReading(providerID: id, status: ActivationStatus(phase))
        reading.number = number
        change(&reading)
        return reading
    }

    private func lists(
        _ active: [ActivationReading], past: [ActivationReading]? = [],
        after: Duration = .minutes(2)
    ) -> OrderLists {
        OrderLists(active: active, past: past, began: noon + after)
    }

    // MARK: Purchases

    private func buying(
        country: String? = "GB", known: [Line] = [],
        _ change: (inout ActionDetails) -> Void = { _ in }
    ) -> (AccountBook, OpenAction) {
        let doubt = OpenAction.doubt(.order, line: 2, change)
        let draft = Line.example(.activation, id: 2, state: .ordering) { line in
            line.providerID = nil
            line.number = nil
            line.country = country
        }
        return (AccountBook.example(known + [draft], [doubt]), doubt)
    }

    @Test func `a number that is ordered again can only be that number`() {
        func isFound(_ number: String?, again: String? = "OLD") -> Bool {
            let doubt = OpenAction.doubt(.order, line: 2) { $0.again = again }
            let draft = Line.example(.activation, id: 2, state: .ordering) { line in
                line.providerID = nil
                line.number = "+15550000"
            }
            let new = order(id: "NEW", number: number) { $0.orderedAt = noon }
            let book = AccountBook.example([draft], [doubt])
            return book.orderCreated(by: doubt, among: lists([new]), at: .noon) != nil
        }
        #expect(isFound("+15550000"))
        #expect(isFound(nil))
        #expect(!isFound("+15559999"))
        #expect(isFound("+15559999", again: nil), "any other order may bring any number")
    }

    @Test func `countries are compared only by their codes`() {
        func isFound(_ listed: String, ordered: String) -> Bool {
            let (book, doubt) = buying(country: ordered)
            let new = order(id: "NEW") { reading in
                reading.orderedAt = noon
                reading.country = listed
            }
            return book.orderCreated(by: doubt, among: lists([new]), at: .noon) != nil
        }
        #expect(!isFound("US", ordered: "GB"))
        #expect(isFound("US", ordered: "United Kingdom"))
        #expect(isFound("United States", ordered: "GB"))
    }

    @Test func `of two that are as near in time the active one is it`() {
        let (book, doubt) = buying()
        let stamp = { (reading: inout ActivationReading) in reading.orderedAt = noon }
        let both = lists([order(id: "ACTIVE", stamp)], past: [order(.refunded, id: "PAST", stamp)])
        #expect(book.orderCreated(by: doubt, among: both, at: .noon)?.providerID == "ACTIVE")
    }

    @Test func `stamps that are hours off for known orders are as much off for new ones`() {
        func found(_ offset: Duration, _ change: (inout Line) -> Void = { _ in }) -> String? {
            let known = Line.example(.activation) { line in
                line.purchasedAt = noon - .minutes(30)
                change(&line)
            }
            let (book, doubt) = buying(known: [known])
            let own = order { $0.orderedAt = noon - .minutes(30) + offset }
            let right = order(id: "RIGHT") { $0.orderedAt = noon + offset }
            let wrong = order(id: "WRONG") { $0.orderedAt = noon }
            let all = lists([own, right, wrong])
            return book.orderCreated(by: doubt, among: all, at: .noon)?.providerID
        }
        #expect(found(.hours(3)) == "RIGHT")
        #expect(found(.hours(-3)) == "RIGHT")
        #expect(found(.minutes(20)) == "WRONG", "that is no other zone")
        #expect(found(.hours(3)) { $0.isAdopted = true } == "WRONG")
        #expect(found(.hours(3)) { $0.episode = 1 } == "WRONG", "it was ordered before its code")
    }

    @Test func `a rental may end up to a day and a half from when it was paid for`() {
        let doubt = OpenAction.doubt(.rent, line: 2) { $0.days = 30 }
        let draft = Line.example(.rental, id: 2, state: .ordering) { $0.providerID = nil }
        let book = AccountBook.example([draft], [doubt])
        func isIt(_ away: Duration) -> Bool {
            var rental = HeldRental(providerID: "NEW")
            rental.expiresAt = noon + .days(30) + away
            let settled = book.settled(rent: doubt, rentals: [rental], began: lateEnough, at: .noon)
            return settled == .happened(.bought(Purchase(rental)))
        }
        for sign in [1, -1] {
            #expect(isIt((.hours(36) - .seconds(1)) * sign))
            #expect(!isIt(.hours(36) * sign))
        }
    }

    // MARK: Another code

    @Test func `a received order that waits again was asked for another code, if it did not wait`()
    {
        func settled(waits: Bool, waited: Bool?) -> Settled {
            let doubt = OpenAction.doubt(.resend) { $0.waited = waited }
            let book = AccountBook.example(
                [.example(.activation, state: .received)], [doubt], without: [.listActive])
            return book.settled(
                doubt, by: order(.received) { $0.waitsAgain = waits }, at: .noon)
        }
        #expect(settled(waits: true, waited: false) == .happened(.resent(Resend())))
        #expect(settled(waits: true, waited: true) == .open)
        #expect(settled(waits: false, waited: false) == .open)
    }

    private func resent(
        _ own: ActivationReading, messages: Int = 0, without: Set<Capabilities.Operation> = [],
        _ change: (inout ActionDetails) -> Void
    ) -> Settled {
        let doubt = OpenAction.doubt(.resend, change)
        let line = Line.example(.activation, state: .received) { $0.messageCount = messages }
        return AccountBook.example([line], [doubt])
            .settled(resend: doubt, by: lists([own]), at: .noon)
    }

    @Test func `a list shows another code asked for by what came before it, or by the code`() {
        let before = order { $0.earlierMessages = [] }
        #expect(resent(before) { $0.waited = true } == .happened(.resent(Resend())))
        #expect(
            resent(order()) { $0.waited = true }
                == .happened(.declined("The order is still waiting for its code.")))
        let answered = resent(order(.received), messages: 2) { details in
            details.waited = false
            details.seen = 1
        }
        #expect(answered == AccountBook.answered)
        let received = order(.received) { $0.earlierMessages = [] }
        guard case .didNot = resent(received, { $0.waited = true }) else {
            Issue.record("it does not wait")
            return
        }
        let again = order(.received) { $0.waitsAgain = true }
        #expect(resent(again) { $0.waited = false } == .happened(.resent(Resend())))
        guard case .didNot = resent(again, { $0.waited = true }) else {
            Issue.record("it waited before")
            return
        }
    }

    @Test func `without the list of past orders nothing shows that no order took the place`() {
        let doubt = OpenAction.doubt(.swap)
        let book = AccountBook.example([.example(.activation)], [doubt])
        #expect(book.settled(swap: doubt, by: lists([], past: nil), at: .noon) == .open)
        let early = lists([], after: .seconds(60))
        #expect(book.settled(swap: doubt, by: early, at: .noon) == .open)
    }

    @Test func `a resend and a swap in doubt may have replaced their orders`() {
        for (kind, isReplaced) in [
            (Action.Kind.resend, true), (.swap, true), (.cancel, false),
        ] {
            let book = AccountBook.example([.example(.activation)], [.doubt(kind)])
            #expect(!book.linesWithOrderInDoubt.isEmpty == isReplaced)
        }
    }

    // MARK: Which evidence

    @Test func `lists tell of purchases, refunds, and of extensions that nothing else shows`() {
        func isByLists(
            _ kind: Action.Kind, _ state: LineState? = nil, paidBefore: Money? = nil,
            tellsExpiry: Bool = true
        ) -> Bool {
            let doubt = OpenAction.doubt(kind) { $0.balanceBefore = paidBefore }
            let line = Line.example(kind == .cancel ? .activation : .rental, state: state)
            return AccountBook.example([line], [doubt]) { $0.tellsExpiry = tellsExpiry }
                .isSettledByLists(doubt)
        }
        for kind in [Action.Kind.order, .rent, .resend, .swap, .refund] { #expect(isByLists(kind)) }
        #expect(!isByLists(.extend))
        #expect(isByLists(.extend, .expired))
        #expect(isByLists(.extend, paidBefore: .dollars(1), tellsExpiry: false))
        #expect(!isByLists(.extend, paidBefore: .dollars(1)))
        #expect(!isByLists(.cancel) && !isByLists(.cancel, .expired))
    }

    @Test func `where nothing shows a resend, a received order proves none`() {
        let doubt = OpenAction.doubt(.resend) { $0.waited = false }
        let line = Line.example(.activation, state: .received)
        func settled(shows: Bool) -> (Settled, Settled) {
            let book = AccountBook.example([line], [doubt]) { $0.showsResends = shows }
            let single = AccountBook.example([line], [doubt], without: [.listActive]) {
                $0.showsResends = shows
            }
            return (
                book.settled(resend: doubt, by: lists([order(.received)]), at: .noon),
                single.settled(doubt, by: order(.received), at: .noon.later(.seconds(61)))
            )
        }
        let didNot = Settled.didNot("The order is unchanged: resend was not carried out.")
        #expect(settled(shows: true) == (didNot, didNot))
        let untold = AccountBook.example([line], [doubt]).settled(
            untold: doubt, asked: lateEnough)
        #expect(settled(shows: false) == (untold, untold))
    }

    @Test func `an order that is over was not kept from a swap`() {
        let doubt = OpenAction.doubt(.swap)
        let book = AccountBook.example([.example(.activation)], [doubt])
        for phase in [ActivationStatus.Phase.cancelled, .expired, .unclear] {
            let settled = book.settled(swap: doubt, by: order(phase), asked: lateEnough)
            #expect(settled == .open)
        }
    }
}
