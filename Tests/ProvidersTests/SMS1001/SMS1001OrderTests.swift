import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Which operator sells, at what price, and the conclusions after a lost answer.
@Suite struct SMS1001OrderTests {
    private static let prices = #"""
        {"success":true,"data":{"country":"US","service":"google","operators":[
        {"operator":"dear","price":"0.90","count":5,"deliverability":99,"provider":"EXTRA 2"},
        {"operator":"empty","price":0.10,"count":0,"deliverability":80,"provider":"MAIN"},
        {"operator":"cheap","price":0.30000000000000004,"count":"7","deliverability":50,"provider":"MAIN"},
        {"operator":"cheap","price":0.3,"count":7,"deliverability":60,"provider":"EXTRA"},
        {"price":0.4,"provider":"EXTRA"},
        {"operator":"nobody","price":0.01,"count":9},{"operator":"free","provider":"MAIN"}]}}
        """#

    private static let page = "<!DOCTYPE html><html><head><title>Wait</title></head></html>"

    private func bought(_ order: ActivationOrder) async throws -> [String: String] {
        let scripted = ScriptedSMS1001(Self.prices, SMS1001Samples.order)
        _ = try await scripted.account.order(order)
        #expect(scripted.network.sent.count == 2)
        return scripted.network.sent[1].members
    }

    @Test(arguments: [
        (nil, "EXTRA", "cheap" as String?), ("main", "MAIN", "cheap"),
        ("EXTRA 2", "EXTRA 2", "dear"), ("dear", "EXTRA 2", "dear"),
        ("extra 2/dear", "EXTRA 2", "dear"), ("EXTRA", "EXTRA", "cheap"),
        ("MAIN/cheap", "MAIN", "cheap"),
    ])
    func `the cheapest with numbers is bought, and the surer of two at one price`(
        _ pool: String?, _ alias: String, _ name: String?
    ) async throws {
        let order = ActivationOrder(service: "google", country: "US", pool: pool)
        let members = try await bought(order)
        #expect(members["provider"] == alias && members["operator"] == name)
        #expect(members["purchaseType"] == "activation")
    }

    @Test func `a price without an operator is ordered without one`() async throws {
        let only = #"{"success":true,"data":{"operators":[{"price":0.4,"provider":"MAIN"}]}}"#
        let scripted = ScriptedSMS1001(only, SMS1001Samples.order)
        _ = try await scripted.account.order(sampleOrder)
        #expect(scripted.network.sent[1].members["operator"] == nil)
    }

    private func refusal(
        _ order: ActivationOrder = sampleOrder, from bodies: String...
    ) async -> ProviderError? {
        let scripted = ScriptedSMS1001(results: bodies.map { .success(HTTPReply(200, $0)) })
        do {
            _ = try await scripted.account.order(order)
            return nil
        } catch {
            #expect(!scripted.asked.contains("POST activations/order"), "nothing is paid for")
            return error
        }
    }

    @Test func `nothing is ordered above its limit, to the cent`() async throws {
        var order = ActivationOrder(service: "google", country: "US", maxPrice: dollars("0.29"))
        let below = await refusal(order, from: Self.prices)
        #expect(below == .nothingBelow(maxPrice: dollars("0.29")))
        order.maxPrice = dollars("0.30")
        #expect(try await bought(order)["operator"] == "cheap")
        order.maxPrice = Money(tenThousandths: 90_000, currency: "EUR")
        let other = await refusal(order, from: Self.prices)
        #expect(other == .nothingBelow(maxPrice: order.maxPrice))
    }

    @Test func `what cannot be had is refused before anything is paid`() async {
        let nothing = #"{"success":true,"data":{"country":"US","operators":[]}}"#
        let empty = #"{"data":{"operators":[{"price":0.4,"count":0,"provider":"MAIN"}]}}"#
        let elsewhere = await refusal(from: nothing, SMS1001Samples.servicePrices)
        #expect(elsewhere == .notInCountry(suggested: ["United States"]))
        let nowhere = await refusal(from: nothing, "{")
        #expect(nowhere == .notInCountry(suggested: []))
        #expect(await refusal(from: empty) == .outOfStock(""))
        let pool = ActivationOrder(service: "google", country: "US", pool: "Lima")
        let unknown = await refusal(pool, from: SMS1001Samples.pairPrices)
        let reason = "No pool has that name; known: MAIN/Foxtrot"
        #expect(unknown == .badRequest([reason]))
    }

    @Test func `an offer is the cheapest with numbers`() async throws {
        let offer = try await ScriptedSMS1001(Self.prices).account.activationOffer(
            service: "google", country: "US"
        ).value
        #expect(
            offer
                == ActivationOffer(
                    price: Money(tenThousandths: 3000), highPrice: dollars("0.90"),
                    successRate: 60, stock: 7, pool: "EXTRA/cheap"))
        let empty =
            #"{"data":{"operators":[{"price":0.4,"count":0,"deliverability":120,"provider":"MAIN"}]}}"#
        #expect(
            try await ScriptedSMS1001(empty).account.activationOffer(service: "a", country: "b")
                .value
                == ActivationOffer(
                    price: Money(tenThousandths: 4000), stock: 0, pool: "MAIN"))
        let nothing = HTTPReply(200, #"{"data":{"operators":[]}}"#)
        #expect(await SMS1001Question.offer.error(nothing) == .noPrice)
    }

    @Test func `an order of which only the id can be read is an order all the same`() async throws {
        for id in [#""id":"o1""#, #""orderId":"o1""#, #""order_id":"o1","phoneNumber":null"#] {
            let scripted = ScriptedSMS1001(Self.prices, "{\"success\":true,\"data\":{\(id)}}")
            #expect(
                try await scripted.account.order(sampleOrder).value == Purchase(providerID: "o1"))
        }
        let created = HTTPReply(201, SMS1001Samples.order)
        let scripted = ScriptedSMS1001(HTTPReply(200, Self.prices), created)
        #expect(try await scripted.account.order(sampleOrder).value.providerID == "ord_123")
    }

    @Test func `a price list that did not come leaves no doubt, for nothing was ordered`() async {
        let lost = TransportError.answerLost(host: "127.0.0.1", reason: "reset")
        let troubles: [Result<HTTPReply, TransportError>] = [
            .success(HTTPReply(200, Self.page)), .success(HTTPReply(500, "{}")),
            .success(HTTPReply(200, "{\"succ")), .success(HTTPReply(200, "[]")),
            .success(HTTPReply(403, Self.page)), .success(HTTPReply(429, "")), .failure(lost),
        ]
        for trouble in troubles {
            let scripted = ScriptedSMS1001(results: [trouble])
            let error = await SMS1001Question.order.error(scripted)
            #expect(error != nil && error?.leavesDoubt == false, "\(trouble)")
            #expect(error?.remedy != .giveUp)
            #expect(scripted.network.sent.count == 1)
        }
    }

    @Test func `a paid call with a page, half an answer or none at all leaves doubt`() async {
        let lost = TransportError.answerLost(host: "127.0.0.1", reason: "reset")
        let troubles: [Result<HTTPReply, TransportError>] = [
            .success(HTTPReply(200, Self.page)), .success(HTTPReply(502, Self.page)),
            .success(HTTPReply(200, "{\"success\":true,\"data\":{\"id")),
            .success(HTTPReply(200, "")), .success(HTTPReply(200, "{}")),
            .success(HTTPReply(200, #"{"success":true,"data":{"phoneNumber":"+1415"}}"#)),
            .success(HTTPReply(500, #"{"success":false,"error":"Internal error"}"#)),
            .success(HTTPReply(200, #"{"success":true,"data":{"status":"RENTED"}}"#)),
            .failure(lost),
        ]
        for (question, before) in SMS1001Question.payments {
            for trouble in troubles {
                let first = question.granted.prefix(before).map { HTTPReply(200, $0) }
                let scripted = ScriptedSMS1001(results: first.map { .success($0) } + [trouble])
                let error = await question.error(scripted)
                #expect(
                    error?.leavesDoubt == true,
                    "\(question) \(trouble): \(String(describing: error))")
                #expect(scripted.network.sent.count == before + 1, "it is never repeated")
            }
        }
    }

    @Test func `suggestions are cheapest first, and only where there are numbers`() async throws {
        let body = #"""
            {"success":true,"data":{"service":"google","countries":[
            {"country":"A","countrySlug":"a","countryCode":"AA","operators":[{"price":"0.5","count":1,"provider":"MAIN"}]},
            {"country":"B","countrySlug":"b","operators":[{"price":0.1,"count":0,"provider":"MAIN"}]},
            {"country":"C","countryCode":"CC","operators":[{"price":0.2,"provider":"MAIN"}]},
            {"country":"D","operators":null}]}}
            """#
        let suggested = try await ScriptedSMS1001(body).account.suggestedCountries(
            service: "google")
        #expect(
            suggested.value == [
                SuggestedCountry(
                    country: Country(id: "CC", name: "C", code: "CC"), price: dollars("0.2")),
                SuggestedCountry(
                    country: Country(id: "a", name: "A", code: "AA"), price: dollars("0.5"),
                    stock: 1),
            ])
    }
}
