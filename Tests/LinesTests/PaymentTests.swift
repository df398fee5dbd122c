import Lines
import Testing

@Suite("What a payment took")
struct PaymentTests {
    /// In cents.
    private struct Case: Sendable {
        var shown: Int64?
        var agreed: Int64?
        var told: Int64?
        var unexplained: Int64?
        var mayHideReturn = false
        var taken: Int64?
        var excess: Int64?
    }

    private static let cases: [Case] = [
        // The price shown, with and without the balance.
        Case(shown: 500, told: 500, taken: 500),
        Case(shown: 500, told: 500, unexplained: 0, taken: 500),
        // More than shown: according to the answer, to both, and to the balance alone.
        Case(shown: 16, told: 26, taken: 26, excess: 10),
        Case(shown: 500, told: 500, unexplained: 700, taken: 1200, excess: 700),
        Case(shown: 500, unexplained: 1200, taken: 1200, excess: 700),
        Case(unexplained: 1200, taken: 1200),
        // Within the maximum the person gave.
        Case(shown: 16, agreed: 50, told: 26, taken: 26),
        Case(shown: 16, agreed: 20, told: 16, unexplained: 10, taken: 26, excess: 6),
        // Less than shown, unless a refund of another line may hide the drop.
        Case(shown: 500, told: 500, unexplained: -100, taken: 400),
        Case(shown: 500, told: 500, unexplained: -100, mayHideReturn: true, taken: 500),
        Case(
            shown: 500, told: 500, unexplained: 700, mayHideReturn: true, taken: 1200, excess: 700),
        // A balance that is unchanged or was topped up says nothing.
        Case(shown: 500, told: 500, unexplained: -500, taken: 500),
        Case(shown: 500, told: 500, unexplained: -9500, taken: 500),
        Case(unexplained: 0),
        Case(unexplained: -300),
    ]

    @Test(arguments: 0..<cases.count)
    func `is told by what is gone, where that can be told`(_ index: Int) {
        let sample = Self.cases[index]
        func money(_ cents: Int64?) -> Money? { cents.map { Money(tenThousandths: $0 * 100) } }
        var payment = Payment(
            shown: money(sample.shown), agreed: money(sample.agreed), told: money(sample.told))
        payment.unexplained = money(sample.unexplained)
        payment.mayHideReturn = sample.mayHideReturn
        #expect(payment.taken == money(sample.taken))
        #expect(payment.excess == money(sample.excess))
    }

    @Test func `is not what refunds that had come before account for exactly`() {
        func money(_ cents: Int64) -> Money { Money(tenThousandths: cents * 100) }
        func isExplained(_ drop: Int64, _ refunds: [Int64]) -> Bool {
            Payment.isExplained(money(drop), by: refunds.map(money))
        }
        #expect(isExplained(50, [50]) && isExplained(80, [50, 30]) && isExplained(30, [50, 30]))
        #expect(!isExplained(22, [50]) && !isExplained(74, [50]) && !isExplained(60, [50, 30]))
        #expect(!isExplained(0, [50]) && !isExplained(-50, [50]) && !isExplained(50, []))
        // Of very many, only the sum is compared.
        #expect(isExplained(7, Array(repeating: 10, count: 13)))
        #expect(!isExplained(131, Array(repeating: 10, count: 13)))
    }

    @Test func `is told with both figures where they differ`() {
        let shown = Money(decimal: "0.16")
        #expect(Payment(shown: shown, told: shown).words == " for 0.16 USD")
        #expect(
            Payment(shown: shown, told: Money(decimal: "0.26")).words
                == " for 0.26 USD (quoted: 0.16 USD)")
        #expect(Payment().words.isEmpty)
        let foreign = Payment(shown: shown, told: Money(decimal: "13", currency: "RUB"))
        #expect(foreign.excess == nil, "currencies are not compared")
    }
}

@Suite("A payment whose answer was lost")
struct LostPaymentTests {
    @Test func `is believed made or not by what agrees, and by nothing alone that is not sure`() {
        let price = Money(tenThousandths: 60_000)
        for before in [nil, 1] as [Int?] {
            for now in [nil, 1, 2] as [Int?] {
                for cents in [nil, 0, 600, 1200, 250] as [Int64?] {
                    for isConclusive in [false, true] {
                        var lost = LostPayment()
                        lost.price = price
                        lost.paidPeriodsBefore = before
                        lost.paidPeriodsNow = now
                        lost.missing = cents.map { Money(tenThousandths: $0 * 100) }
                        lost.isConclusive = isConclusive
                        let byHistory = before.flatMap { before in now.map { $0 > before } }
                        let byMoney: Bool? =
                            switch cents {
                            case 0: false
                            case 600, 1200: true
                            default: nil
                            }
                        let expected: LostPayment.Verdict
                        if byHistory == true || byHistory == nil && byMoney == true {
                            expected = .made
                        } else if byHistory == false && byMoney == true {
                            expected = .unknown
                        } else if byHistory == false || byMoney == false {
                            expected = isConclusive ? .notMade : .unknown
                        } else {
                            expected = .unknown
                        }
                        #expect(lost.verdict == expected, "\(lost)")
                    }
                }
            }
        }
    }
}

@Suite("What the plan's extension costs")
struct ExtensionOutlookTests {
    private func outlook(
        _ price: ExtensionOutlook.Price, maxPrice: String? = nil, perDay: String? = nil
    ) -> ExtensionOutlook {
        var outlook = ExtensionOutlook(line: 1, days: 30, price: price)
        outlook.maxPrice = maxPrice.flatMap { Money(decimal: $0) }
        outlook.perDay = perDay.flatMap { Money(decimal: $0) }
        return outlook
    }

    @Test func `is told with what stands in its way`() {
        let thirty = ExtensionOutlook.Price.known(Money(tenThousandths: 300_000))
        #expect(
            outlook(thirty, maxPrice: "20").conflict
                == "30 more days cost 30.00 USD, above rentals.max_price (20.00 USD): it will not "
                + "be made. Raise rentals.max_price, or use `extend 1 30`.")
        #expect(outlook(thirty, maxPrice: "30").conflict == nil)
        #expect(outlook(thirty).summary == "30 more days for 30.00 USD before it expires")
        #expect(
            outlook(thirty, maxPrice: "40", perDay: "10").conflict?.contains("10.00 USD") == true)
        #expect(outlook(.notSold([7, 14])).conflict?.contains("7, 14") == true)
        #expect(outlook(.unknown, maxPrice: "20").conflict?.contains("unknown") == true)
        #expect(outlook(.unknown).conflict == nil)
    }

    @Test func `is looked at again calmly, once more at the end, and not by the second`() {
        let expiry = noon + .days(1)
        var tries = 0
        var now = noon
        while now < expiry {
            let next = ExtensionOutlook.nextTry(after: now, expiry: expiry)
            #expect(next - now >= .minutes(5))
            now = next
            tries += 1
        }
        #expect((20...30).contains(tries))
        let last = ExtensionOutlook.nextTry(after: expiry - .minutes(40), expiry: expiry)
        #expect(last == expiry - .minutes(10))
    }
}
