import Lines
import Providers
import Testing
import TestSupport
import Transport

/// The content of requests: one URL, one key, one idempotency key, and none of them where it does
/// not belong.
@Suite struct VirtualSMSRequestTests {
    private static let publicPaths = [
        "price", "catalog/countries", "rentals/pricing", "rentals/available", "rentals/services",
        "rentals/price",
    ]

    private func header(_ name: String, _ sent: ScriptedTransport.Sent) -> String? {
        sent.call.headers.first { $0.name == name }?.value
    }

    private func body(_ sent: ScriptedTransport.Sent) -> String {
        String(decoding: sent.call.body ?? [], as: UTF8.self)
    }

    @Test(arguments: VirtualSMSQuestion.allCases)
    func `the key goes into its header, and nowhere when nobody needs it`(
        _ question: VirtualSMSQuestion
    ) async throws {
        let scripted = ScriptedVirtualSMS(
            results: question.granted.map { .success(HTTPReply(200, $0)) })
        #expect(await question.error(scripted) == nil)
        #expect(scripted.network.sent.count == question.granted.count)
        for (sent, asked) in zip(scripted.network.sent, scripted.asked) {
            let path = asked.split(separator: " ")[1]
            let isPublic = Self.publicPaths.contains(String(path))
            #expect(header("X-API-Key", sent) == (isPublic ? nil : key), "\(asked)")
            #expect(!sent.call.url.contains(key) && !body(sent).contains(key))
            #expect(header("Authorization", sent) == nil)
            #expect(header("X-Idempotency-Key", sent) == nil)
            #expect(sent.call.url.hasPrefix("\(ScriptedVirtualSMS.url)/api/v1/"))
        }
    }

    @Test(arguments: VirtualSMSQuestion.allCases)
    func `a name given goes with every call that changes something, and with no other`(
        _ question: VirtualSMSQuestion
    ) async throws {
        let scripted = ScriptedVirtualSMS(
            results: question.granted.map { .success(HTTPReply(200, $0)) })
        let named = try #require(scripted.account.naming("act-7") as? VirtualSMS)
        try await question.ask(named)
        for sent in scripted.network.sent {
            let isChange = sent.call.method != .get
            #expect(header("X-Idempotency-Key", sent) == (isChange ? "act-7" : nil))
        }
    }

    @Test func `a name that cannot stand in a header is escaped`() async throws {
        let scripted = ScriptedVirtualSMS(VirtualSMSSamples.cancel)
        _ = try await scripted.account.naming("a\r\nX: y").cancel("o-1")
        #expect(header("X-Idempotency-Key", scripted.network.sent[0]) == "a%0D%0AX%3A%20y")
    }

    @Test(arguments: [
        (VirtualSMSQuestion.order, "POST customer/purchase", #"{"service":"wa","country":"AR"}"#),
        (.cancel, "POST customer/cancel/o-1", ""), (.swap, "POST customer/swap/o-1", ""),
        (.resend, "POST orders/o-1/retry", ""), (.check, "GET customer/order/o-1", ""),
        (
            .rent, "POST rentals",
            #"{"country":"GB","rental_type":"full","duration_hours":168,"auto_renew":false}"#
        ),
        (
            .rentNetwork, "POST rentals/provider",
            #"{"service":"wa","country":43,"duration_hours":24,"provider":"network"}"#
        ),
        (.extend, "POST rentals/r-1/extend", #"{"duration_hours":24}"#),
        (.refund, "POST rentals/r-1/cancel", ""),
        (.deleteWebhook, "DELETE customer/webhooks/w-1", ""),
        (.testWebhook, "POST customer/webhooks/w-1/test", ""),
        (
            .createWebhook, "POST customer/webhooks",
            #"{"url":"https://e.example/x","events":["sms.received","order.cancelled","order.expired","order.swapped"]}"#
        ),
    ])
    func `a call has its method, its path and its body`(
        _ question: VirtualSMSQuestion, _ asked: String, _ body: String
    ) async {
        let scripted = ScriptedVirtualSMS(
            results: question.granted.map { .success(HTTPReply(200, $0)) })
        _ = await question.error(scripted)
        #expect(scripted.asked == [asked] && self.body(scripted.network.sent[0]) == body)
        let type = header("Content-Type", scripted.network.sent[0])
        #expect(type == (body.isEmpty ? nil : "application/json"))
    }

    @Test func `a rental for one service says which`() async throws {
        let scripted = ScriptedVirtualSMS(VirtualSMSSamples.rent)
        _ = try await scripted.account.rent(RentalOrder(offer: "GB", days: 30, service: "w\"a"))
        #expect(
            body(scripted.network.sent[0])
                == #"{"country":"GB","rental_type":"service","duration_hours":720,"service":"w\"a","auto_renew":false}"#
        )
    }

    @Test func `lists are asked for in pages and by what they can be searched for`() async throws {
        let scripted = ScriptedVirtualSMS(
            VirtualSMSSamples.transactions, VirtualSMSSamples.orders,
            VirtualSMSSamples.deliveries, "[]", VirtualSMSSamples.rentals())
        let start = Instant(unixSeconds: 1_700_000_000)
        _ = try await scripted.account.transactions(
            limit: 999, offset: -1, kind: .adminCredit, from: start, to: start + .days(1))
        _ = try await scripted.account.pastActivations()
        _ = try await scripted.account.webhookDeliveries(of: "w-1", limit: 0, offset: 5)
        _ = try await scripted.account.rental("r-1")
        #expect(
            scripted.network.sent.map(\.query) == [
                [
                    "limit": "200", "offset": "0", "type": "admin_credit",
                    "from": "2023-11-14T22:13:20Z", "to": "2023-11-15T22:13:20Z",
                ], ["limit": "200"], ["limit": "1", "offset": "5"], [:], ["status": "all"],
            ])
    }

    @Test(arguments: [
        "http://h/virtualsms", "http://h/virtualsms/", " http://h/virtualsms/api/v1",
        "http://h/virtualsms/api/v1/",
    ])
    func `the base URL may have the document's path or not`(_ base: String) async throws {
        let scripted = ScriptedVirtualSMS(
            results: [.success(HTTPReply(200, VirtualSMSSamples.balance))], baseURL: base)
        _ = try await scripted.account.balance()
        #expect(scripted.network.sent[0].call.url == "http://h/virtualsms/api/v1/customer/balance")
    }

    @Test(arguments: ["", ".", "..", String(repeating: "x", count: 201)])
    func `an id that would lead elsewhere is asked of nobody`(_ id: String) async {
        let scripted = ScriptedVirtualSMS()
        for error in [
            await failure { _ = try await scripted.account.check(id) },
            await failure { _ = try await scripted.account.cancel(id) },
            await failure { _ = try await scripted.account.extend(id, days: 1) },
        ] {
            #expect(error == .notFound)
        }
        #expect(scripted.network.sent.isEmpty)
    }

    @Test func `an id cannot lead out of its place`() async {
        let scripted = ScriptedVirtualSMS(VirtualSMSSamples.waiting)
        _ = await failure { _ = try await scripted.account.check("a/../b?c=d#e") }
        #expect(scripted.asked == ["GET customer/order/a%2F..%2Fb%3Fc%3Dd%23e"])
    }

    private func failure(_ call: () async throws -> Void) async -> ProviderError? {
        do {
            try await call()
            return nil
        } catch {
            return (error as? ProviderError)?.meaning
        }
    }
}
