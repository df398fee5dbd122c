@testable import Accounts
import Lines
import Storage
import Testing

@testable import Keeping

@Suite struct `Limits of spending` {
    private func dollars(_ amount: Int64) -> Money { Money(tenThousandths: amount * 10_000) }

    private func limits(
        _ actions: [OpenAction] = [], origin: String = "console", scripts: Int64? = nil
    ) -> SpendingLimits {
        var settings = KeeperSettings()
        settings.spendingPerDay = dollars(40)
        settings.scriptsPerDay = scripts.map(dollars)
        var state = KeeperState([], policy: Policy(), at: .noon)
        var book = AccountBook.example([.example(.activation)])
        book.account?.configuration.spendingPerDay = dollars(30)
        state.books["pool"] = book
        state.remember(Written(.line(.example(.activation))))
        for action in actions { state.remember(Written(.action(action))) }
        return state.limits(on: "pool", origin: origin, settings, since: noon)
    }

    @Test func `the one that leaves least decides`() {
        let limits = limits()
        #expect(limits.limits.map(\.most) == [dollars(40), dollars(30)])
        #expect(limits.left(spent: [dollars(15), dollars(0)]) == dollars(25))
        #expect(limits.left(spent: [dollars(5), dollars(0)]) == dollars(30))
        #expect(SpendingLimits(limits: [], since: noon).left(spent: []) == nil)
    }

    @Test
    func `what is under way or in doubt counts as spent, by what is gone where that is known`() {
        let actions = [
            OpenAction.example(.order, id: 7, state: .running) { $0.price = dollars(4) },
            .doubt(.resend, id: 8) { details in
                details.price = dollars(1)
                details.missing = dollars(3)
            },
            .example(.refund, id: 9, state: .running) { $0.price = dollars(9) },
            .example(.extend, id: 10) { $0.price = Money(tenThousandths: 1, currency: "EUR") },
        ]
        #expect(limits(actions).limits.map(\.committed) == [dollars(7), dollars(7)])
        #expect(limits(actions).left(spent: [dollars(0), dollars(0)]) == dollars(23))
    }

    @Test func `scripts have a limit of their own, against which only theirs count`() {
        let actions = [
            OpenAction.example(.order, id: 7, origin: "console") { $0.price = dollars(4) },
            .example(.extend, id: 8, origin: "10-a.lua") { $0.price = dollars(2) },
        ]
        #expect(limits(actions, scripts: 5).limits.count == 2)
        let theirs = limits(actions, origin: "10-a.lua", scripts: 5)
        #expect(theirs.limits.last?.isForScripts == true)
        #expect(theirs.limits.last?.committed == dollars(2))
        #expect(limits(origin: "10-a.lua").limits.count == 2)
    }

    @Test func `what fits exactly may be spent, and one cent more may not`() throws {
        let limits = limits()
        try limits.check(price: dollars(25), left: dollars(25))
        let more = dollars(25) + Money(tenThousandths: 1)
        #expect(throws: KeeperError.self) { try limits.check(price: more, left: dollars(25)) }
        #expect(throws: KeeperError.self) { try limits.check(price: nil, left: nil) }
        try SpendingLimits(limits: [], since: noon).check(price: nil, left: nil)
    }

    @Test func `a provider is given no higher price than may be spent`() {
        #expect(SpendingLimits.capped(dollars(9), left: dollars(5)) == dollars(5))
        #expect(SpendingLimits.capped(dollars(5), left: dollars(9)) == dollars(5))
        #expect(SpendingLimits.capped(nil, left: dollars(9)) == nil)
        #expect(SpendingLimits.capped(dollars(5), left: nil) == dollars(5))
    }

    @Test func `a limit says nothing of another currency`() throws {
        let euros = Money(tenThousandths: 250_000, currency: "EUR")
        let limits = SpendingLimits(
            limits: [
                .init(most: dollars(5), committed: dollars(0)),
                .init(
                    most: euros, account: "pool",
                    committed: Money(tenThousandths: 0, currency: "EUR")),
            ], since: noon)
        #expect(limits.limits(in: "EUR").left(spent: [euros - euros]) == euros)
        #expect(limits.limits(in: "RUB").limits.isEmpty)
    }
}
