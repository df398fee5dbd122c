import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Intermediaries that answer instead of the provider.
@Suite struct NetworkTroubleTests {
    private static let page =
        "\r\n<!DOCTYPE html>\n<html lang=\"en\"><head><title>Just a moment...</title></head></html>"

    @Test(arguments: [200, 403, 404, 502, 503, 522])
    func `a page instead of an answer is a block`(_ status: Int) async {
        for question in Question.allCases {
            let page = HTTPReply(status, Self.page)
            #expect(await question.error(page, page) == .blocked(status: status))
        }
    }

    @Test func `only a page in front of the provider is certain not to have let a payment through`()
    {
        #expect(ProviderError.blocked(status: 200).leavesDoubt)
        #expect(ProviderError.blocked(status: 502).leavesDoubt)
        #expect(!ProviderError.blocked(status: 403).leavesDoubt)
        #expect(!ProviderError.blocked(status: 404).leavesDoubt)
    }

    /// No document lists every form in which a provider may explain itself.
    @Test(arguments: [
        #"{"errors":[{"param":"x","message":"Weird thing 42"}]}"#,
        #"{"errors":{"pool":["Weird thing 42"]}}"#, #"{"reason":"Weird thing 42"}"#,
        #"{"detail":[{"loc":["body"],"msg":"Weird thing 42"}]}"#, #"["Weird thing 42"]"#,
        #"{"success":false,"data":{"message":"<p>Weird thing 42</p>"}}"#, #""Weird thing 42""#,
        "Weird thing 42", "<?xml version=\"1.0\"?><error>Weird thing 42</error>",
    ])
    func `what a provider that fails says is shown, wherever it stands`(body: String) async {
        let reply = HTTPReply(503, body)
        for error in [
            await Question.order.error(reply), await SMS1001Question.balance.error(reply),
            await VirtualSMSQuestion.balance.error(reply),
        ] {
            #expect(error.map { "\($0)".contains("Weird thing 42") } == true, "\(error as Any)")
        }
    }

    @Test func `a refusal in another form is shown too`() async {
        let failed = HTTPReply(503, #"{"error":{"code":"W42","detail":"Weird thing 42"}}"#)
        #expect(
            await Question.order.error(failed) == .providerFailed("HTTP 503: W42; Weird thing 42"))
        for body in [
            #"{"success":false,"errors":[{"message":"Weird thing 42"}]}"#,
            #"{"success":false,"data":{"message":"Weird thing 42"}}"#,
        ] {
            let error = await SMS1001Question.balance.error(HTTPReply(200, body))
            #expect(error == .badRequest(["Weird thing 42"]))
        }
    }

    @Test func `short words of the network in front are not taken for the provider's`() async {
        #expect(
            await Question.order.error(HTTPReply(403, "error code: 1020")) == .blocked(status: 403))
        #expect(
            await Question.order.error(HTTPReply(502, "error code: 502"))
                == .providerFailed("HTTP 502"))
        #expect(await Question.balance.error(HTTPReply(301, "")) == .blocked(status: 301))
    }

    @Test(arguments: [
        ("https://new.example/api", "https://new.example/api"),
        ("https://u:p@new.example/api?key=\(key)#x", "https://new.example/api"),
        ("https://new.example/\(key)/api", "https://new.example/•••/api"),
        ("/v2/balance?a", "/v2/balance"),
        ("//new.example/", nil), ("https://new.example:70000/", nil), ("", nil), ("/\r\nX", nil),
    ])
    func `an API that has moved tells where to, and never a key`(
        _ location: String, _ shown: String?
    ) async throws {
        for status in [301, 302, 307, 308] {
            let reply = HTTPReply(
                status: status, headers: [("location", location)], body: Array("<html>".utf8))
            for adapter in Self.adapters(reply) {
                let error = await #expect(throws: ProviderError.self) {
                    _ = try await adapter.balance()
                }
                #expect(error == .blocked(status: status, leadsTo: shown))
                #expect(error?.leavesDoubt == false)
                #expect("\(error as Any)".contains(key) == false)
            }
        }
    }

    @Test(
        arguments: [
            "", "Gone", "<html><body>closed</body></html>", #"{"error":"gone"}"#,
            #"{"detail":"Not Found"}"#,
            #"{"success":false,"message":"This API was closed."}"#, "[]",
        ], [402, 404, 410, 451])
    func `an API that was closed, or is closed to us, is told as that`(
        _ body: String, _ status: Int
    ) async throws {
        for adapter in Self.adapters(HTTPReply(status, body)) {
            let error = await #expect(throws: ProviderError.self) {
                _ = try await adapter.balance()
            }
            #expect(error == .blocked(status: status), "\(type(of: adapter)) \(body)")
            #expect("\(error as Any)".isEmpty == false)
        }
    }

    /// The adapters of all providers, over a network with a constant answer.
    private static func adapters(_ reply: HTTPReply) -> [any Provider] {
        let same = { ScriptedTransport(Array(repeating: .success(reply), count: 4)) }
        let zone = LocalZone.utc
        let url = "https://old.example"
        return [
            SMSPool(transport: same(), baseURL: url, key: Secret(key), timeZone: zone),
            SMSActivateDev(transport: same(), baseURL: url, key: Secret(key)),
            SMS1001(transport: same(), baseURL: url, key: Secret(key), timeZone: zone),
            VirtualSMS(transport: same(), baseURL: url, key: Secret(key), timeZone: zone),
            HandlerAPI(
                transport: same(), baseURL: url, key: Secret(key), dialect: .original,
                currency: Money.usd, timeZone: zone),
        ]
    }

    @Test func `a warning of the server's in front of its answer is kept, not called a page`() async
    {
        let error = await Question.order.error(
            HTTPReply(200, "<br /><b>Warning</b>: x in <b>y.php</b><br />{\"success\":1}"))
        guard case .unrecognised? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `too many requests says how long to wait where it is told`() async {
        let told: [(String, Duration?)] = [
            ("7", .seconds(7)), ("Fri, 26 Jul 2024 12:01:30 GMT", .seconds(90)),
            ("Fri, 26 Jul 2024 11:00:00 GMT", nil), ("soon", nil), ("86400", .minutes(15)),
        ]
        for (value, wait) in told {
            let reply = HTTPReply(429, Self.page, headers: [("Retry-After", value)])
            #expect(await Question.check.error(reply) == .rateLimited(retryAfter: wait))
        }
        #expect(await Question.check.error(HTTPReply(429, "")) == .rateLimited(retryAfter: nil))
        let noClock = HTTPReply(
            status: 429, headers: [("retry-after", "Fri, 26 Jul 2024 12:01:30 GMT")])
        #expect(await Question.check.error(noClock) == .rateLimited(retryAfter: nil))
    }

    @Test func `an answer lost on the way is passed on as it is`() async {
        let lost = TransportError.answerLost(host: "127.0.0.1", reason: "timed out")
        for question in Question.allCases {
            let pool = Pool(results: [.failure(lost)])
            #expect(await question.error(pool) == .transport(lost))
            #expect(pool.network.sent.count == 1)
        }
    }

    @Test func `no payment is made a second time after anything but no such page`() async {
        let answers = [
            HTTPReply(200, ""), HTTPReply(200, Self.page), HTTPReply(500, ""),
            HTTPReply(502, Self.page), HTTPReply(404, #"{"success":0}"#), HTTPReply(404, "{\"succ"),
            HTTPReply(405, Self.page), HTTPReply(429, ""), HTTPReply(200, #"{"success":0}"#),
        ]
        for question in Question.payments {
            for answer in answers {
                let pool = Pool(answer, HTTPReply(200, Samples.Document.done))
                _ = await question.error(pool)
                #expect(pool.network.sent.count == 1, "\(question) after \(answer.status)")
            }
        }
    }
}
