import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Buying a number: which answers count as a purchase, its price, and that it is made once.
@Suite struct HandlerAPIOrderTests {
    private static let wanted = ActivationOrder(service: "wa", country: "16")

    @Test func `the newer call tells price and time`() async throws {
        let scripted = ScriptedHandlerAPI(HandlerAPIQuestion.order.granted[0])
        let bought = try await scripted.account.order(Self.wanted).value
        #expect(bought.providerID == "7" && bought.number == "+447911123456")
        #expect(bought.price == dollars("12.5") && bought.country == "GB")
        #expect(bought.expiresAt == answeredAt + .minutes(20))
        #expect(bought.cancellableFrom == answeredAt + .minutes(2))
        #expect(scripted.asked == ["getNumberV2"])
    }

    @Test func `a longer wait, another currency and the account's zone are kept`() async throws {
        let body =
            #"{"activationId":"7","phoneNumber":79959707564,"activationCost":"12.50","currency":643,"activationTime":"2024-07-26 15:00:00"}"#
        let scripted = ScriptedHandlerAPI(
            results: [.success(HTTPReply(200, body))], zone: LocalZone(seconds: 10_800))
        let order = ActivationOrder(service: "ya", country: "0")
        let bought = try await scripted.account.order(order).value
        #expect(bought.price == Money(tenThousandths: 125_000, currency: "RUB"))
        #expect(bought.expiresAt == answeredAt + .minutes(40))
        let odd = #"{"activationId":7,"phoneNumber":"79959707564","activationCost":1,"currency":1}"#
        #expect(try await ScriptedHandlerAPI(odd).account.order(order).value.price == nil)
    }

    @Test(arguments: ["BAD_ACTION", "WRONG_ACTION"])
    func `only a call that does not exist is followed by the older one`(_ word: String)
        async throws
    {
        let scripted = ScriptedHandlerAPI(word, "ACCESS_NUMBER:42:79959707564")
        let bought = try await scripted.account.order(Self.wanted).value
        #expect(bought.providerID == "42" && bought.number == "+79959707564")
        #expect(bought.expiresAt == answeredAt + .minutes(20))
        #expect(scripted.asked == ["getNumberV2", "getNumber"])
        for body in ["NO_NUMBERS", "ERROR_SQL", "", "{}", "<html>", "ORDER_ALREADY_EXISTS", "OK"] {
            let other = ScriptedHandlerAPI(body, "ACCESS_NUMBER:42:79959707564")
            #expect(await HandlerAPIQuestion.order.error(other) != nil)
            #expect(other.asked == ["getNumberV2"], "\(body)")
        }
    }

    @Test(arguments: [
        "ACCESS_NUMBER:1:12345", "ACCESS_NUMBER:1:1234567890123456", "ACCESS_NUMBER::79959707564",
        "ACCESS_NUMBER:a:79959707564", "ACCESS_NUMBER:1:7995970<b>", "ACCESS_NUMBER:1",
        "ACCESS_NUMBER:1:79959707564:x", "ACCESS_NUMBER", "access_number:1:79959707564",
        "<p>ACCESS_NUMBER:1:79959707564</p>", "default-src 'none'; script-src 79959707564",
        #"{"activationId":7,"phoneNumber":"<html>"}"#, #"{"phoneNumber":"79959707564"}"#,
        #"{"activationId":"7","phoneNumber":"123"}"#, "[]", "7", "null",
    ])
    func `what only looks like a number is none, and leaves a doubt`(_ body: String) async {
        for dialect in [HandlerAPIDialect.original, .daisysms] {
            let scripted = ScriptedHandlerAPI(body, dialect: dialect)
            let error = await HandlerAPIQuestion.order.error(scripted)
            #expect(error?.leavesDoubt == true, "\(dialect) \(String(describing: error))")
            #expect(scripted.network.sent.count == 1)
        }
    }

    @Test func `ids with letters are taken only from who has them`() async throws {
        let body = "ACCESS_NUMBER:0191-ab:447911123456"
        let scripted = ScriptedHandlerAPI(body, dialect: .virtualsms)
        #expect(try await scripted.account.order(Self.wanted).value.providerID == "0191-ab")
        let other = ScriptedHandlerAPI(body, dialect: .daisysms)
        #expect(await HandlerAPIQuestion.order.error(other)?.leavesDoubt == true)
    }

    @Test func `a header has the price where there is one`() async throws {
        let reply = HTTPReply(
            200, "ACCESS_NUMBER:1:12025550123", headers: [("x-price", "0.2500")])
        let scripted = ScriptedHandlerAPI(reply, dialect: .daisysms)
        #expect(try await scripted.account.order(Self.wanted).value.price == dollars("0.25"))
    }

    @Test func `a name of the purchase goes with the newer call alone`() async throws {
        let scripted = ScriptedHandlerAPI("BAD_ACTION", "ACCESS_NUMBER:42:79959707564")
        _ = try await scripted.account.naming("req-1").order(Self.wanted)
        #expect(scripted.network.sent.map { $0.query["orderId"] } == ["req-1", nil])
        let plain = ScriptedHandlerAPI(HandlerAPIQuestion.order.granted[0])
        _ = try await plain.account.order(Self.wanted)
        #expect(plain.network.sent[0].query["orderId"] == nil)
    }

    @Test func `limit and pool have a field of their own`() async throws {
        var order = Self.wanted
        order.maxPrice = dollars("0.30")
        order.pool = "tmo"
        let fields: [(HandlerAPIDialect, String, String)] = [
            (.original, "maxPrice", "operator"), (.clone, "maxPrice", "operator"),
            (.daisysms, "max_price", "carriers"),
        ]
        for (dialect, limit, pool) in fields {
            let scripted = ScriptedHandlerAPI("NO_NUMBERS", dialect: dialect)
            _ = try? await scripted.account.order(order)
            let query = scripted.network.sent[0].query
            #expect(query[limit] == "0.30" && query[pool] == "tmo", "\(dialect)")
        }
        let limited = ScriptedHandlerAPI("WRONG_MAX_PRICE:0.55")
        let tooDear = await error { [order] in _ = try await limited.account.order(order) }
        #expect(tooDear == .nothingBelow(maxPrice: dollars("0.55")))
        order.maxPrice = Money(tenThousandths: 1, currency: "EUR")
        let foreign = ScriptedHandlerAPI(results: [])
        let error = await error { [order] in _ = try await foreign.account.order(order) }
        #expect(error == .badRequest(["The limit is in EUR, the account in USD"]))
        #expect(foreign.network.sent.isEmpty)
    }

    @Test func `where no limit is kept the price is asked for first`() async throws {
        var order = Self.wanted
        order.maxPrice = dollars("0.50")
        let prices = HandlerAPIQuestion.offer.granted[0]
        let scripted = ScriptedHandlerAPI(
            prices, "ACCESS_NUMBER:1:447911123456", dialect: .virtualsms)
        _ = try await scripted.account.order(order)
        #expect(scripted.asked == ["getPrices", "getNumber"])
        order.maxPrice = dollars("0.49")
        let dear = ScriptedHandlerAPI(prices, dialect: .virtualsms)
        let refused = await error { [order] in _ = try await dear.account.order(order) }
        #expect(refused == .nothingBelow(maxPrice: order.maxPrice))
        for body in ["<html>", "ERROR_SQL", "{"] {
            let broken = ScriptedHandlerAPI(body, dialect: .virtualsms)
            let error = await error { [order] in _ = try await broken.account.order(order) }
            #expect(error?.leavesDoubt == false && broken.asked == ["getPrices"], "\(body)")
        }
    }

    @Test func `a number is taken again, where that is said of one that hears`() async throws {
        let scripted = ScriptedHandlerAPI(
            "ACCESS_NUMBER:8:12025550123", "ASLEEP:9:12025550123:1721995260")
        let again = try await scripted.account.again("7").value
        #expect(again.providerID == "8" && again.number == "+12025550123")
        #expect(scripted.network.sent[0].query["activationId"] == "7")
        #expect(await HandlerAPIQuestion.again.error(scripted)?.leavesDoubt == true)
        let daisy = ScriptedHandlerAPI("ACCESS_NUMBER:8:12025550123", dialect: .daisysms)
        #expect(await HandlerAPIQuestion.again.error(daisy) == .notOffered(.again))
        let priced = ScriptedHandlerAPI(#"{"status":"success","cost":"0.2","currency":840}"#)
        #expect(try await priced.account.againPrice(of: "7").value == dollars("0.2"))
        // A question buys nothing, whatever the answer.
        #expect(
            await HandlerAPIQuestion.againPrice.error(HTTPReply(200, "ODD"))?.leavesDoubt == true)
    }

    private func error(_ call: () async throws -> Void) async -> ProviderError? {
        do {
            try await call()
            return nil
        } catch {
            return (error as? ProviderError)?.meaning
        }
    }
}
