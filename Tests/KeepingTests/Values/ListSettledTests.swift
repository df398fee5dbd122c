@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// The verdict on a call that may have brought a line, by the lists that would show it, and how soon
/// they are asked for.
@Suite struct `What lists settle` {
    /// Late enough that a missing effect did not happen.
    private let late = noon + .seconds(61)

    // MARK: Orders in lists

    private func lists(
        _ active: [ActivationReading], past: [ActivationReading]? = [],
        after: Duration = .minutes(2),
        unheard: Set<Line.ID> = []
    ) -> OrderLists {
        OrderLists(active: active, past: past, unheard: unheard, began: noon + after)
    }

    @Test func `a list that was asked for before the doubt says nothing of it`() {
        let new = ActivationReading.example(.waiting, id: "NEW") { $0.orderedAt = noon }
        let resend = OpenAction.doubt(.resend)
        let purchase = OpenAction.doubt(.order, id: 8, line: 2)
        let book = AccountBook.example(
            [.example(.activation), .example(.activation, id: 2, state: .ordering)],
            [resend, purchase])
        for after in [Duration.zero, .seconds(-1)] {
            let old = lists([new], after: after)
            #expect(book.settled(resend: resend, by: old, at: .noon) == .open)
            #expect(book.settled(swap: resend, by: old, at: .noon) == .open)
            #expect(book.settled(order: purchase, by: old, at: .noon) == .open)
        }
    }

    @Test func `another order with the number took the place of one that was resent`() {
        let doubt = OpenAction.doubt(.resend)
        let book = AccountBook.example([.example(.activation)], [doubt])
        let other = ActivationReading.example(.waiting, id: "NEW") { $0.orderedAt = noon }
        #expect(
            book.settled(resend: doubt, by: lists([other]), at: .noon)
                == .happened(.resent(Resend(newProviderID: "NEW"))))
        let stranger = ActivationReading.example(.waiting, id: "NEW", number: "+15550000") {
            $0.orderedAt = noon
        }
        #expect(
            book.settled(resend: doubt, by: lists([stranger]), at: .noon)
                == .didNot("The order is unchanged: resend was not carried out."))
        let unheard = lists([other], unheard: [1])
        #expect(book.settled(resend: doubt, by: unheard, at: .noon) == .open)
        #expect(book.settled(resend: doubt, by: lists([], past: nil), at: .noon) == .open)
    }

    @Test func `another number, or another order in its place, is a swap that happened`() {
        let doubt = OpenAction.doubt(.swap)
        let book = AccountBook.example([.example(.activation)], [doubt])
        let renumbered = ActivationReading.example(.waiting, number: "+15550000")
        #expect(
            book.settled(swap: doubt, by: lists([renumbered]), at: .noon)
                == .happened(.swapped(Swap(number: "+15550000"))))
        let other = ActivationReading.example(.waiting, id: "NEW", number: "+15550000") {
            $0.orderedAt = noon
        }
        #expect(
            book.settled(swap: doubt, by: lists([other]), at: .noon)
                == .happened(.swapped(Swap(newProviderID: "NEW", number: "+15550000"))))
        guard
            case .didNot = book.settled(
                swap: doubt, by: lists([ActivationReading.example(.waiting)]), at: .noon)
        else {
            Issue.record("one with the number it had was not swapped")
            return
        }
        guard case .didNot = book.settled(swap: doubt, by: lists([]), at: .noon) else {
            Issue.record("one that is over and left none in its place was not swapped")
            return
        }
    }

    // MARK: Purchases

    private func buying(
        _ change: (inout ActionDetails) -> Void = { _ in }
    ) -> (AccountBook, OpenAction) {
        let doubt = OpenAction.doubt(.order, line: 2) { details in
            details.service = "Telegram"
            change(&details)
        }
        let draft = Line.example(.activation, id: 2, state: .ordering) {
            $0.providerID = nil
            $0.number = nil
            $0.country = "GB"
        }
        return (AccountBook.example([.example(.activation), draft], [doubt]), doubt)
    }

    @Test func `the order that nobody knew is the purchase, and of several the nearest in time`() {
        let (book, doubt) = buying()
        let near = ActivationReading.example(.waiting, id: "NEAR") {
            $0.orderedAt = noon + .seconds(3)
        }
        let far = ActivationReading.example(.waiting, id: "FAR") { $0.orderedAt = noon + .hours(2) }
        let found = book.orderCreated(by: doubt, among: lists([far, near]), at: .noon)
        #expect(found?.providerID == "NEAR")
        #expect(
            book.settled(order: doubt, by: lists([near]), at: .noon)
                == .happened(.bought(Purchase(near))))
    }

    @Test(arguments: [
        (-37, true, false), (-35, true, true), (37, true, false), (35, true, true),
        (-1, false, false),
    ])
    func `how far in time it may lie`(hours: Int, isActive: Bool, isFound: Bool) {
        let (book, doubt) = buying()
        let reading = ActivationReading.example(.waiting, id: "NEW") {
            $0.orderedAt = noon + .hours(hours)
        }
        let lists = isActive ? lists([reading]) : lists([], past: [reading])
        #expect((book.orderCreated(by: doubt, among: lists, at: .noon) != nil) == isFound)
    }

    @Test func `what was listed before, or is of another service or country, is not it`() {
        let (book, doubt) = buying { $0.untrackedIDs = ["OLD"] }
        func isFound(_ id: String, _ change: (inout ActivationReading) -> Void) -> Bool {
            let reading = ActivationReading.example(.waiting, id: id) {
                $0.orderedAt = noon
                change(&$0)
            }
            return book.orderCreated(by: doubt, among: lists([reading]), at: .noon) != nil
        }
        #expect(isFound("NEW") { _ in })
        #expect(!isFound("OLD") { _ in })
        #expect(!isFound("ID1") { _ in })
        #expect(isFound("NEW") { $0.service = "telegram" })
        #expect(!isFound("NEW") { $0.service = "WhatsApp" })
        #expect(isFound("NEW") { $0.country = "gb" })
        #expect(!isFound("NEW") { $0.country = "US" })
        #expect(isFound("NEW") { $0.country = "United States" })
    }

    @Test func `nothing was bought when neither list has it, once it had time`() {
        let (book, doubt) = buying()
        func settled(past: [ActivationReading]?, after: Duration) -> Settled {
            book.settled(order: doubt, by: lists([], past: past, after: after), at: .noon)
        }
        let nothing = Settled.happened(
            .declined("Nothing was bought: the provider does not list the purchase."))
        #expect(settled(past: [], after: .seconds(61)) == nothing)
        #expect(settled(past: [], after: .seconds(60)) == .open)
        #expect(settled(past: nil, after: .seconds(61)) == .open)
    }

    @Test func `a rental is the one that was paid for when it ends about then`() {
        let doubt = OpenAction.doubt(.rent, line: 2) { details in
            details.days = 30
            details.offer = "7"
        }
        let draft = Line.example(.rental, id: 2, state: .ordering) { $0.providerID = nil }
        let book = AccountBook.example([.example(.rental), draft], [doubt])
        func isIt(_ end: Instant?, product: String? = nil) -> Bool {
            var rental = HeldRental.example("NEW", until: end)
            rental.product = product
            let settled = book.settled(rent: doubt, rentals: [rental], began: late, at: .noon)
            return settled == .happened(.bought(Purchase(rental)))
        }
        #expect(isIt(noon + .days(30)))
        #expect(isIt(nil))
        #expect(isIt(noon + .days(31)))
        #expect(!isIt(noon + .days(32)))
        #expect(!isIt(noon + .days(28)))
        #expect(isIt(nil, product: "7"))
        #expect(!isIt(nil, product: "8"))
    }

    // MARK: How soon it is asked

    @Test func `lists are asked for again the later the longer they have told nothing`() {
        func pause(
            _ doubt: OpenAction, after: Duration, without missing: Capabilities.Operation? = nil
        )
            -> Duration?
        {
            let book = AccountBook.example(
                [.example(.activation), .example(.rental, id: 2)], [doubt],
                without: missing.map { [$0] } ?? [])
            return book.pauseBeforeLists(at: .noon.later(after))
        }
        let order = OpenAction.doubt(.order)
        #expect(pause(order, after: .minutes(10)) == .seconds(5))
        #expect(pause(order, after: .minutes(12)) == .minutes(3))
        #expect(pause(order, after: .hours(2)) == .minutes(10))
        // If the balance can settle it, it does so soon.
        let paid = OpenAction.doubt(.order) { $0.balanceBefore = Money(tenThousandths: 1) }
        #expect(pause(paid, after: .minutes(1), without: .listActive) == .seconds(15))
        #expect(pause(.doubt(.cancel), after: .hours(1)) == nil)
        #expect(pause(.doubt(.extend, line: 2), after: .hours(1)) == nil)
        #expect(pause(.doubt(.refund, line: 2), after: .seconds(1)) == .seconds(5))
    }

    @Test func `of two payments in doubt the money does not tell which it was`() {
        let (one, two) = (OpenAction.doubt(.order, id: 7), OpenAction.doubt(.extend, id: 8))
        let cancel = OpenAction.doubt(.cancel, id: 9)
        let line = Line.example(.activation)
        #expect(AccountBook.example([line], [one, cancel]).onlyPaymentInDoubt?.id == 7)
        #expect(AccountBook.example([line], [one, two]).onlyPaymentInDoubt == nil)
    }
}
