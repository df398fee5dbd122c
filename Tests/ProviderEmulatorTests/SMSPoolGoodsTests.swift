import Foundation
import Testing
import TestSupport

@testable import ProviderEmulator

/// The products of `data/catalogue.json`, which is built into the program.
@Suite struct `The catalogue of data` {
    private let goods = SMSPoolCatalogue.goods

    @Test func `is the file of the top folder`() throws {
        let file = SourceTree.root.appending(path: "data/catalogue.json")
        let told = try SMSPoolCatalogue.Goods(reading: Array(Data(contentsOf: file)))
        #expect(told.countries == goods.countries)
        #expect(told.services == goods.services)
        #expect(told.pools == goods.pools)
        #expect(told.rentals.map(\.id) == goods.rentals.map(\.id))
    }

    @Test func `fits together`() {
        let codes = Set(goods.countries.map(\.code))
        let (services, pools) = (Set(goods.services.map(\.id)), Set(goods.pools.map(\.id)))
        #expect(codes.count == goods.countries.count)
        #expect(Set(goods.countries.map(\.id)).count == goods.countries.count)
        #expect(services.count == goods.services.count)
        #expect(pools.count == goods.pools.count && pools.contains(SMSPoolCatalogue.american))
        for country in goods.countries {
            #expect(!country.prefixes.isEmpty)
            #expect(country.prefixes.allSatisfy { $0.count < country.length }, "\(country.name)")
        }
        for pair in goods.notOffered.union(goods.outOfStock) {
            let words = pair.split(separator: " ")
            #expect(words.count == 2 && codes.contains(String(words[0])), "\(pair)")
            #expect(Int(words[1]).map(services.contains) == true, "\(pair)")
        }
        for product in goods.rentals {
            #expect(
                codes.contains(product.country) && pools.contains(product.pool), "\(product.id)")
            #expect(
                !product.pricing.isEmpty
                    && product.pricing.map(\.days) == product.pricing.map(\.days).sorted())
        }
    }

    @Test func `whose prices are no amounts is refused`() {
        let json = #"""
            {"countries":[],"services":[],"pools":[],"notOffered":[],"outOfStock":[],"rentals":[
            {"id":1,"country":"GB","name":"a","tag":"a","pool":2,"pricing":{"7":"free"},
            "isExtendable":true,"activeFor":0}]}
            """#
        #expect(throws: DecodingError.self) {
            try SMSPoolCatalogue.Goods(reading: Array(json.utf8))
        }
    }
}
