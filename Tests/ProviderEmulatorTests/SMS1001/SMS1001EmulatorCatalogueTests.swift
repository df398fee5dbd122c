import Lines
import ProviderEmulator
import Testing
import TestSupport

/// The lookup lists, in their three forms.
@Suite
struct SMS1001EmulatorCatalogueTests {
    @Test
    func `the lookup lists have the document's fields`() {
        var counter = SMS1001InProcessEmulator()
        #expect(
            counter.get("informative/countries").inside.elements.first?.description == """
                {"id":"clx_united-states","name":"United States","code":"US",\
                "slug":"united-states","flag":"US","continent":"NORTH_AMERICA","phoneCode":"+1"}
                """)
        let services = counter.get("informative/services").inside.elements
        let slugs = services.compactMap { $0["slug"]?.text }
        #expect(slugs.contains("google"))
        for service in services {
            guard case .string(let price)? = service["price"] else {
                Issue.record("a price in this list is text")
                continue
            }
            #expect(Money(decimal: price)?.isMore(than: .zero) == true)
        }
    }

    @Test
    func `prices have the form of what was asked, and echo a country as it was named`() throws {
        var counter = SMS1001InProcessEmulator()
        for name in ["US", "us", "United States", "united-states"] {
            let pair = counter.get("informative/pricing", ["country": name, "service": "google"])
            #expect(pair.inside["country"]?.text == name && pair.inside["service"] == "google")
            let operators = pair.inside["operators"]?.elements ?? []
            #expect(operators.count == 3)
            #expect(Set(operators.map { $0["provider"]?.text }) == ["EXTRA", "MAIN", "EXTRA 2"])
            guard case .number? = operators.first?["price"] else {
                Issue.record("a price in this list is a number")
                continue
            }
        }
        let country = counter.get("informative/pricing", ["country": "EE"]).inside
        #expect(country["countryCode"] == "EE" && country["countrySlug"] == "estonia")
        let sold = country["services"]?.elements.map { $0["service"]?.text } ?? []
        #expect(sold.contains("google") && !sold.contains("paypal"))
        let service = counter.get("informative/pricing", ["service": "paypal"]).inside
        let sellers = service["countries"]?.elements.map { $0["countryCode"]?.text } ?? []
        #expect(sellers.contains("FR") && !sellers.contains("EE"))
        let unsold = counter.get("informative/pricing", ["country": "EE", "service": "paypal"])
        #expect(unsold.inside["operators"] == [])
    }

    @Test
    func `the same seed sells at the same prices, and another at others`() {
        var (first, second) = (SMS1001InProcessEmulator(), SMS1001InProcessEmulator())
        var other = SMS1001InProcessEmulator()
        other.provider = SMS1001Emulator(seed: 8)
        let path = "informative/pricing"
        let prices = first.get(path, ["service": "google"]).text
        #expect(second.get(path, ["service": "google"]).text == prices)
        #expect(other.get(path, ["service": "google"]).text != prices)
    }

    @Test
    func `every path may begin without api, as in one sample`() {
        var counter = SMS1001InProcessEmulator()
        let request = EmulatedRequest(
            "v1/informative/pricing",
            ["country": "united-states", "service": "google", "apiKey": emulatorKey],
            method: "GET")
        #expect(counter.send(request).status == 200)
        #expect(
            counter.provider.endpoint(of: "api/v1/activations/ord_1")
                == "api/v1/activations/:id")
        #expect(
            counter.provider.endpoint(of: "v1/activations/active")
                == "api/v1/activations/active")
        for endpoint in counter.provider.endpoints {
            #expect(counter.provider.endpoint(of: endpoint) == endpoint)
        }
        #expect(counter.provider.endpoint(of: "api/v1/nowhere") == "api/v1/nowhere")
    }

    @Test
    func `a stock that was listed can be gone, and one sold out is listed as such`() throws {
        for (generation, status) in [(EmulatorGeneration.document, 503), (.current, 400)] {
            var counter = SMS1001InProcessEmulator(generation)
            let offer = try counter.offer("paypal", in: "DE")
            #expect(offer["count"] != 0)
            let order: JSON = [
                "country": "DE", "service": "paypal", "purchaseType": "activation",
                "provider": offer["provider"] ?? nil,
            ]
            let reply = counter.post("activations/order", order)
            #expect(reply.status == status && reply.text.contains("No numbers available"))
            #expect(try counter.offer("paypal", in: "FR")["count"] == 0)
            #expect(counter.provider.ledger.entries.isEmpty)
        }
    }
}
