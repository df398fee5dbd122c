import Lines
import Providers
import Testing
import TestSupport
import Transport

@Suite struct SMSPoolCatalogueTests {
    @Test func `countries and services of either generation`() async throws {
        let pool = Pool(
            Samples.Document.countries, Samples.Current.countries, Samples.Document.services, "[]")
        #expect(
            try await pool.account.countries().value
                == [Country(id: "1", name: "United States", region: "Americas")])
        #expect(
            try await pool.account.countries().value
                == [Country(id: "1", name: "United States", code: "US", region: "Americas")])
        #expect(
            try await pool.account.services(in: nil).value
                == [Service(id: "1", name: "1688"), Service(id: "2", name: "1Q")])
        #expect(try await pool.account.services(in: nil).value == [])
    }

    @Test func `a price, with what more is told today`() async throws {
        let pool = Pool(Samples.Document.price, Samples.Current.price, #"{"price":0.75}"#)
        for offer in [
            ActivationOffer(price: Money(tenThousandths: 7500)),
            ActivationOffer(
                price: Money(tenThousandths: 2400), highPrice: dollars("0.31"), successRate: 97.5,
                pool: "7"),
            ActivationOffer(price: Money(tenThousandths: 7500)),
        ] {
            #expect(
                try await pool.account.activationOffer(service: "1", country: "1").value == offer)
        }
    }

    @Test func `suggested countries come cheapest first and once each`() async throws {
        let kingdom = Country(id: "2", name: "United Kingdom", code: "GB")
        let states = Country(id: "1", name: "United States", code: "US")
        let cheapestFirst = [
            SuggestedCountry(country: kingdom, price: dollars("0.10")),
            SuggestedCountry(country: states, price: dollars("0.31")),
        ]
        let twice =
            #"{"0":{"country_id":"1","name":"United States","short_name":"US","price":null},"1":{"country_id":"1","name":"United States","short_name":"US","price":0.31},"2":{"country_id":2,"name":"United Kingdom","short_name":"gb","price":0.1}}"#
        let pool = Pool(Samples.Document.suggested, "[]", twice, "no list")
        #expect(try await pool.account.suggestedCountries(service: "1").value == cheapestFirst)
        #expect(try await pool.account.suggestedCountries(service: "1").value == cheapestFirst)
        #expect(pool.network.sent.count == 4)
        let rates =
            #"[{"country_id":1,"country":1,"success_rate":"80","price":"0.80","low_price":"0.31","stock":12},{"country_id":2,"success_rate":101,"stock":"-4"}]"#
        let told = Pool(Samples.Document.suggested, rates)
        let known = try await told.account.suggestedCountries(service: "1").value
        #expect(known.map(\.successRate) == [nil, 80])
        #expect(known.map(\.stock) == [0, 12])
    }

    @Test func `the document's products are keyed by id and priced in a string`() async throws {
        let pool = Pool(Samples.Document.rentalProducts, "[]")
        let offers = try await pool.account.rentalOffers().value
        let prices = [
            7: Money(tenThousandths: 180_000), 14: Money(tenThousandths: 250_000),
            30: Money(tenThousandths: 300_000),
        ]
        #expect(
            offers == [
                RentalOffer(
                    id: "0", name: "United States", region: "Americas", prices: prices,
                    isExtendable: true)
            ])
        #expect(pool.network.sent.map { $0.form["type"] } == ["1", "0"])
    }

    @Test func `today's products have their refund terms and a price for one service`() async throws
    {
        let other = Samples.Current.rentalProducts
            .split(separator: #""ID":12"#).joined(separator: #""ID":"13""#)
        let pool = Pool(Samples.Current.rentalProducts, String(other))
        let offers = try await pool.account.rentalOffers().value
        #expect(offers.map(\.id) == ["12", "14", "13"])
        #expect(offers.map(\.isExtendable) == [true, true, false], "14 is in both lists")
        let first = try #require(offers.first)
        #expect(
            first.prices == [30: Money(tenThousandths: 200_000), 7: Money(tenThousandths: 65_000)])
        #expect(first.singleServicePrices == [30: Money(tenThousandths: 100_000)])
        #expect(
            first.refundTerms
                == RefundTerms(isRefundable: true, minimumDays: 28, within: .hours(2)))
        #expect(offers[1].refundTerms == RefundTerms(isRefundable: false, minimumDays: 0))
    }

    @Test func `a map that PHP wrote as an array still tells the ids`() async throws {
        let products = #"[{"name":"A","pricing":[]},{"name":"B","pricing":{"7":"1"}}]"#
        let offers = try await Pool(products, #"{"success":1,"data":[]}"#).account.rentalOffers()
        #expect(offers.value.map(\.id) == ["0", "1"])
        #expect(offers.value.map(\.prices) == [[:], [7: Money(tenThousandths: 10_000)]])
    }

    @Test func `having none of one sort hides none of the other`() async throws {
        let none = HTTPReply(
            404, #"{"success":0,"message":"No available rentals found for your search."}"#)
        let some = HTTPReply(200, Samples.Document.rentalProducts)
        #expect(
            try await Pool(none, some).account.rentalOffers().value.map(\.isExtendable) == [false])
        #expect(
            try await Pool(some, none).account.rentalOffers().value.map(\.isExtendable) == [true])
        #expect(try await Pool(none, none).account.rentalOffers().value == [])
    }
}
