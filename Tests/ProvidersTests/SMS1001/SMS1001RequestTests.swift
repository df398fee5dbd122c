import Lines
import Providers
import Testing
import TestSupport
import Transport

/// The content of requests, and what they must not contain.
@Suite struct SMS1001RequestTests {
    private func sent(_ question: SMS1001Question) async -> [ScriptedTransport.Sent] {
        let scripted = ScriptedSMS1001(
            results: question.granted.map { .success(HTTPReply(200, $0)) })
        _ = await question.error(scripted)
        return scripted.network.sent
    }

    @Test(arguments: [
        (SMS1001Question.countries, ["GET informative/countries"]),
        (.services, ["GET informative/services"]), (.offer, ["GET informative/pricing"]),
        (.order, ["GET informative/pricing", "POST activations/order"]),
        (.check, ["POST activations/check", "GET activations/ord_123"]),
        (.active, ["GET activations/active"]),
        (.past, ["GET activations/history"]), (.cancel, ["POST activations/cancel"]),
        (.cancelAll, ["POST activations/cancel-all"]),
        (.archiveAll, ["GET activations/archive-all"]), (.balance, ["GET informative/balance"]),
        (.profile, ["GET account/profile"]), (.transactions, ["GET account/transactions"]),
        (.transaction, ["GET account/transactions/tx1"]), (.stats, ["GET account/stats"]),
    ])
    func `a call goes to its address`(_ question: SMS1001Question, _ asked: [String]) async {
        let scripted = ScriptedSMS1001(
            results: question.granted.map { .success(HTTPReply(200, $0)) })
        _ = await question.error(scripted)
        #expect(scripted.asked == asked)
    }

    @Test func `the key is in the bearer header of every call and nowhere else`() async {
        for question in SMS1001Question.allCases {
            for sent in await sent(question) {
                let headers = sent.call.headers.filter { $0.value.contains(key) }
                #expect(headers.map(\.name) == ["Authorization"])
                #expect(headers.map(\.value) == ["Bearer \(key)"])
                #expect(!sent.call.url.contains(key) && !sent.call.url.contains("apiKey"))
                #expect(!String(decoding: sent.call.body ?? [], as: UTF8.self).contains(key))
            }
        }
    }

    @Test func `an order names its seller, and a check its order`() async throws {
        let order = try #require(await sent(.order).last)
        #expect(
            order.members == [
                "country": "US", "service": "google", "provider": "MAIN",
                "purchaseType": "activation", "operator": "Foxtrot",
            ])
        let type = order.call.headers.first { $0.name == "Content-Type" }
        #expect(type?.value == "application/json")
        #expect(try #require(await sent(.check).first).members == ["orderId": "ord_123"])
        #expect(try #require(await sent(.cancel).first).members == ["orderId": "ord_123"])
    }

    @Test func `filters and pages are in the query`() async throws {
        let scripted = ScriptedSMS1001(
            SMS1001Samples.history, SMS1001Samples.transactions, SMS1001Samples.active)
        let day = try #require(Instant(rfc3339: "2026-02-01T00:00:00Z"))
        _ = try await scripted.account.history(
            page: 3, limit: 500, status: .refunded, from: day, to: day + .days(1))
        _ = try await scripted.account.transactions(page: 0, kind: .refund, status: .pending)
        _ = try await scripted.account.activeActivations()
        #expect(
            scripted.network.sent[0].query == [
                "page": "3", "limit": "100", "status": "REFUNDED",
                "from": "2026-02-01T00:00:00Z", "to": "2026-02-02T00:00:00Z",
            ])
        #expect(
            scripted.network.sent[1].query == [
                "page": "1", "limit": "20", "type": "REFUND", "status": "PENDING",
            ])
        #expect(scripted.network.sent[2].query == ["page": "1", "limit": "100"])
    }

    @Test(arguments: [
        ("https://www.1001sms.com", "https://www.1001sms.com/api/v1"),
        (" https://www.1001sms.com/api/v1// ", "https://www.1001sms.com/api/v1"),
        ("https://www.1001sms.com:3000/v1", "https://www.1001sms.com:3000/v1"),
        ("http://127.0.0.1:1/1001sms", "http://127.0.0.1:1/1001sms/api/v1"),
    ])
    func `a base URL may have the document's path or not`(_ url: String, _ root: String)
        async throws
    {
        let scripted = ScriptedSMS1001(HTTPReply(200, SMS1001Samples.balance), baseURL: url)
        _ = try await scripted.account.balance()
        #expect(scripted.network.sent[0].call.url == "\(root)/informative/balance")
    }

    @Test func `a value cannot become another field or another address`() async throws {
        let scripted = ScriptedSMS1001(results: [])
        let nasty = "a\"},{\"b\":\"\\\r\n\u{7F}&c=d/../é"
        _ = try? await scripted.account.cancel(nasty)
        _ = try? await scripted.account.details(of: nasty)
        _ = try? await scripted.account.prices(service: nasty, country: nasty)
        #expect(scripted.network.sent[0].members == ["orderId": nasty])
        #expect(scripted.network.sent[1].call.url.split(separator: "/").count == 7)
        #expect(scripted.network.sent[2].query == ["country": nasty, "service": nasty])
        for id in ["", ".", "..", "active", "history", "archive-all"] {
            await #expect(throws: ProviderError.notFound) {
                _ = try await scripted.account.details(of: id)
            }
        }
        #expect(scripted.network.sent.count == 3)
    }

    @Test func `calls that move money are given longer`() async {
        for question in SMS1001Question.allCases {
            for sent in await sent(question) {
                let isPaid = ["order", "cancel", "cancel-all"].contains {
                    sent.call.url.hasSuffix("activations/\($0)")
                }
                #expect(sent.deadline == (isPaid ? .seconds(40) : .seconds(20)))
                #expect((1 << 20...32 << 20).contains(sent.limit))
            }
        }
    }

    @Test func `what is not sold is not asked for`() async {
        let scripted = ScriptedSMS1001(results: [])
        let account: any Provider = scripted.account
        await #expect(throws: ProviderError.notOffered(.rent)) {
            _ = try await account.rent(RentalOrder(offer: "1", days: 7))
        }
        await #expect(throws: ProviderError.notOffered(.resend)) {
            _ = try await account.resend("ord_123")
        }
        await #expect(throws: ProviderError.notOffered(.refund)) {
            _ = try await account.refund("ord_123")
        }
        await #expect(throws: ProviderError.notOffered(.listRentals)) {
            _ = try await account.rentals()
        }
        for operation: Capabilities.Operation in [.rent, .resend, .finish, .swap, .listRentals] {
            #expect(!account.capabilities.offers(operation))
        }
        #expect(scripted.network.sent.isEmpty)
    }
}
