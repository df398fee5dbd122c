@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// What is wrong with an account and its lines, as a person is told.
@Suite struct `Troubles of an account` {
    private static let extending: Policy = {
        var policy = Policy()
        policy.rentals.extendBefore = .days(1)
        policy.rentals.extendDays = 30
        return policy
    }()

    private func troubles(
        _ book: AccountBook, at moment: Moment = .noon, below: Money? = nil,
        quotes: Bool = false
    ) -> [Trouble] {
        var rules = AlertRules()
        rules.quotes = quotes
        return book.troubles(at: moment, by: rules, balanceBelow: below)
    }

    /// An account whose calls ended like this, a minute apart.
    private func book(after errors: [ProviderError?]) -> AccountBook {
        var book = AccountBook.example()
        for (minute, error) in errors.enumerated() {
            _ = book.account?.noteCall(
                providerTime: nil, allowance: nil, isPublic: false, error: error,
                at: .noon.later(.minutes(minute)))
        }
        return book
    }

    private static let silent = ProviderError.transport(
        .unreachable(host: "pool.example", reason: "refused"))

    @Test func `follow how its calls end`() {
        #expect(troubles(book(after: [nil])) == [])
        #expect(troubles(book(after: [])) == [])
        let refused = troubles(book(after: [nil, .wrongKey]))
        #expect(refused.map(\.key) == [Trouble.Key(.keyRefused, "pool")])
        let silent = troubles(book(after: [nil, Self.silent, Self.silent]))
        #expect(silent.map(\.kind) == [.unreachable])
        #expect(silent.first?.since == noon + .minutes(1), "since the first call without an answer")
        #expect(troubles(book(after: [Self.silent, nil])) == [])
        let gone = book(after: (0..<(3 * 24 * 60 + 10)).map { _ in Self.silent })
        #expect(troubles(gone).map(\.kind) == [.unreachable, .gone])
    }

    @Test func `quote the provider only where that is wanted`() {
        let silent = book(after: [Self.silent])
        #expect(troubles(silent).first?.text.contains("pool.example") == false)
        #expect(troubles(silent, quotes: true).first?.text.contains("pool.example") == true)
    }

    @Test(arguments: [(Duration.seconds(90), false), (.hours(2), true), (.hours(-2), true)])
    func `tell of a clock that is far away`(ahead: Duration, isTold: Bool) {
        var book = AccountBook.example()
        for second in 0..<5 {
            let moment = Moment.noon.later(.seconds(second))
            _ = book.account?.clock.learn(
                providerTime: moment.now + ahead, at: moment.now, uptime: moment.uptime)
        }
        #expect(troubles(book).map(\.kind) == (isTold ? [.clock] : []))
    }

    @Test func `tell of a low balance while somebody wants to know`() {
        var book = AccountBook.example()
        book.account?.lowBalance = LowBalance(isLow: true)
        #expect(troubles(book) == [])
        #expect(troubles(book, below: .dollars(5)).map(\.kind) == [.balanceLow])
    }

    @Test func `tell of a budget that is too small for as long as a person was told so`() {
        var book = AccountBook.example()
        #expect(troubles(book) == [])
        book.account?.shortage = UpkeepWatch(isTold: true)
        let found = troubles(book)
        #expect(found.map(\.key) == [Trouble.Key(.budgetShort, "pool")])
        #expect(found.first?.remedy.contains("listening = \"on_demand\"") == true)
    }

    @Test func `tell of a doubt since it began`() {
        let doubt = OpenAction.doubt(.extend)
        let found = troubles(.example([.example(.rental)], [doubt])).filter { $0.kind == .doubt }
        #expect(found.map(\.subject) == ["7"])
        #expect(found.first?.since == noon)
        #expect(
            found.first?.remedy == "The provider is being asked. To settle it yourself: `adopt` if "
                + "the line exists, `doubts --dismiss 7` if it does not.")
    }

    // MARK: Lines

    private func expiring(_ left: Duration, _ change: (inout Line) -> Void = { _ in }) -> Line {
        .example(.rental) { line in
            line.expiresAt = noon + left
            line.warnedOfExpiry = line.expiresAt
            line.lookedAt = noon
            change(&line)
        }
    }

    @Test func `tell of a rental that expires unless somebody sees to it`() {
        let line = expiring(.hours(20))
        #expect(troubles(.example([line])).map(\.kind) == [.expiring])
        #expect(troubles(.example([expiring(.hours(20)) { $0.warnedOfExpiry = nil }])) == [])
        #expect(troubles(.example([expiring(.hours(20)) { $0.autoExtend = true }])) == [])
        // An hour after the plan should have extended it, it is late.
        let fresh = expiring(.hours(23) + .minutes(30))
        #expect(troubles(.example([fresh], policy: Self.extending)) == [])
        #expect(troubles(.example([line], policy: Self.extending)).map(\.kind) == [.expiring])
        #expect(
            troubles(.example([line]), at: .noon.later(.hours(21))).contains {
                $0.kind == .expiring
            } == false)
    }

    @Test func `tell of a refund that is still possible`() {
        func line(_ count: Int) -> Line {
            .example(.rental) { line in
                line.refund.until = noon + .minutes(40)
                line.warnedOfRefund = line.refund.until
                line.messageCount = count
                line.lookedAt = noon
            }
        }
        #expect(troubles(.example([line(0)])).map(\.kind) == [.refundClosing])
        #expect(troubles(.example([line(1)])) == [])
        #expect(troubles(.example([line(0)]), at: .noon.later(.hours(1))).isEmpty == true)
    }

    @Test func `tell of an extension that cannot be made`() {
        let line = Line.example(.rental) { $0.lookedAt = noon }
        var book = AccountBook.example([line], policy: Self.extending)
        #expect(troubles(book) == [])
        var outlook = ExtensionOutlook(line: 1, days: 30, price: .known(.dollars(25)))
        outlook.maxPrice = .dollars(20)
        book.change(1) { $0.outlook = (outlook, noon) }
        let found = troubles(book)
        #expect(found.map(\.kind) == [.extension])
        #expect(found.first?.text.contains("above rentals.max_price (20.00 USD)") == true)
        // There is no money for it.
        var waiting = OpenAction.example(.extend)
        waiting.result = "The balance is too low."
        let poor = AccountBook.example([line], [waiting], policy: Self.extending)
        #expect(
            troubles(poor).map(\.text) == [
                "Line 1 (+14155550121) cannot be extended. The balance is too low."
            ])
        #expect(troubles(.example([line], [waiting])) == [], "nobody wants it extended")
    }

    @Test func `tell of a line that nobody has looked at, while its provider answers`() {
        var policy = Policy()
        policy.rentals.listening = .always
        let line = Line.example(.rental) { $0.lookedAt = noon - .hours(1) }
        var book = AccountBook.example([line], policy: policy)
        #expect(troubles(book) == [], "it has not been asked yet")
        _ = book.account?.noteCall(
            providerTime: nil, allowance: nil, isPublic: false, error: nil, at: .noon)
        let found = troubles(book)
        #expect(found.map(\.kind) == [.unheard])
        #expect(found.first?.since == noon - .hours(1))
        book.remember(.example(.rental) { $0.lookedAt = noon })
        #expect(troubles(book) == [])
    }
}
