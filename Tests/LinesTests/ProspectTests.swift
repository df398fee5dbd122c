import Lines
import Testing

/// What an offer promises, and which is the better one, as tables.
@Suite("A prospect") struct ProspectTests {
    /// Own orders with that many codes among them.
    private static func own(_ codes: Int, of orders: Int) -> OwnRecord {
        OwnRecord((0..<orders).map { order(hasMessage: $0 < codes) })
    }

    private static func order(hasMessage: Bool, wait: Int? = nil) -> PastOrder {
        PastOrder(
            account: "pool", service: "Google", country: "US", pool: "7", hasMessage: hasMessage,
            wait: wait.map { .seconds($0) })
    }

    private static func prospect(
        _ cents: Int64?, reported: Double? = nil, own codes: Int = 0, of orders: Int = 0,
        currency: String = Money.usd
    ) -> Prospect {
        Prospect(
            price: cents.map { Money(tenThousandths: $0 * 100, currency: currency) },
            successRate: reported, own: own(codes, of: orders))
    }

    @Test(arguments: [
        // Nothing is known.
        (nil as Double?, 0, 0, 0.6),
        // The provider's word alone, also if it is impossible.
        (90, 0, 0, 0.9), (0, 0, 0, 0), (150, 0, 0, 1), (-5, 0, 0, 0),
        // One failure does not condemn an offer, and one success does not make it certain.
        (90, 0, 1, 0.72), (10, 1, 1, 0.28), (nil, 1, 1, 0.68),
        // With many orders the provider's word counts little.
        (90, 0, 30, 0.1059), (10, 30, 30, 0.8941),
    ])
    func `believes the provider until there are enough orders of our own`(
        _ reported: Double?, _ codes: Int, _ orders: Int, _ chance: Double
    ) {
        let prospect = Self.prospect(100, reported: reported, own: codes, of: orders)
        #expect(abs(prospect.success - chance) < 0.0001)
    }

    @Test func `costs its price divided by its chance, and never more than can be written`() {
        #expect(Self.prospect(45, reported: 90).costPerCode == Money(decimal: "0.50"))
        #expect(Self.prospect(30).costPerCode == Money(decimal: "0.50"))
        #expect(Self.prospect(2, reported: 0).costPerCode == Money(decimal: "1.00"))
        #expect(Self.prospect(nil, reported: 90).costPerCode == nil)
        let greatest = Prospect(price: Money(tenThousandths: .max), successRate: 1)
        #expect(greatest.costPerCode?.tenThousandths == .max)
    }

    @Test(arguments: [
        // Cheap and unreliable, dear and reliable, in between.
        (nil as OfferPreference?, ["steady", "sure", "cheap"]),
        (.price, ["cheap", "steady", "sure"]), (.success, ["sure", "steady", "cheap"]),
    ])
    func `is ranked by its cost per code, or by what is preferred`(
        _ preference: OfferPreference?, _ names: [String]
    ) {
        let offers = [
            ("cheap", Self.prospect(20, reported: 20)), ("sure", Self.prospect(70, reported: 95)),
            ("steady", Self.prospect(40, reported: 80)),
        ]
        #expect(offers.ranked(preferring: preference) { $0.1 }.map(\.0) == names)
    }

    @Test func `moves up or down with our own orders`() {
        let offers = [
            ("disappointing", Self.prospect(20, reported: 90, own: 0, of: 12)),
            ("unknown", Self.prospect(30)), ("proven", Self.prospect(40, own: 12, of: 12)),
        ]
        let ranked = offers.ranked(preferring: nil) { $0.1 }.map(\.0)
        #expect(ranked == ["proven", "unknown", "disappointing"])
    }

    @Test func `without a difference the first stays first, and without a price it comes last`() {
        let alike = [("a", Self.prospect(20)), ("b", Self.prospect(20)), ("c", Self.prospect(20))]
        for preference in [nil, OfferPreference.price, .success] {
            #expect(alike.ranked(preferring: preference) { $0.1 }.map(\.0) == ["a", "b", "c"])
            let unpriced = [("none", Self.prospect(nil)), ("some", Self.prospect(9000))]
            #expect(unpriced.ranked(preferring: preference) { $0.1 }.map(\.0) == ["some", "none"])
        }
        let equal = [
            ("worse", Self.prospect(20, reported: 50)), ("better", Self.prospect(20, reported: 60)),
        ]
        #expect(equal.ranked(preferring: .price) { $0.1 }.map(\.0) == ["better", "worse"])
    }

    @Test func `prices in two currencies are not compared`() {
        let offers = [
            ("dollars", Self.prospect(900)), ("rubles", Self.prospect(5, currency: "RUB")),
            ("cents", Self.prospect(5)),
        ]
        let ranked = offers.ranked(preferring: .price) { $0.1 }.map(\.0)
        #expect(ranked.firstIndex(of: "cents")! < ranked.firstIndex(of: "dollars")!)
        #expect(Set(ranked).count == 3)
    }

    @Test func `half of the orders waited no longer than the median`() {
        func median(_ waits: [Int?]) -> Duration? {
            OwnRecord(waits.map { Self.order(hasMessage: true, wait: $0) }).medianWait
        }
        #expect(median([]) == nil)
        #expect(median([nil]) == nil)
        #expect(median([40]) == .seconds(40))
        #expect(median([90, 10]) == .seconds(10))
        #expect(median([600, 5, 20]) == .seconds(20))
        let failed = OwnRecord([Self.order(hasMessage: false, wait: 5)])
        #expect(failed.medianWait == nil && failed.orders == 1 && failed.codes == 0)
    }

    @Test func `an order counts for its account, service, country and pool`() {
        let order = Self.order(hasMessage: true)
        func isOf(
            _ account: String = "pool", _ service: String = "Google", _ country: String = "US",
            pool: [String] = []
        ) -> Bool { order.isOf(account: account, service: service, country: country, pool: pool) }
        #expect(isOf() && isOf(pool: ["7", "Foxtrot"]))
        #expect(!isOf("other") && !isOf("pool", "Gmail") && !isOf("pool", "Google", "GB"))
        #expect(!isOf(pool: ["8"]))
        let named = PastOrder(
            account: "pool", service: "Google", country: "US", pool: "foxtrot", hasMessage: true)
        #expect(
            named.isOf(account: "pool", service: "Google", country: "US", pool: ["7", "Foxtrot"]))
        let unnamed = PastOrder(
            account: "pool", service: "Google", country: "US", hasMessage: true)
        #expect(!unnamed.isOf(account: "pool", service: "Google", country: "US", pool: ["7"]))
    }
}
