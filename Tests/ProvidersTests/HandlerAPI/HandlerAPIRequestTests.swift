import Lines
import Providers
import Testing
import TestSupport
import Transport

/// The content of requests, and what they must not contain.
@Suite struct HandlerAPIRequestTests {
    private func sent(
        _ question: HandlerAPIQuestion, _ dialect: HandlerAPIDialect = .original
    ) async -> [ScriptedTransport.Sent] {
        let scripted = ScriptedHandlerAPI(
            results: question.granted.map { .success(HTTPReply(200, $0)) }, dialect: dialect)
        _ = await question.error(scripted)
        return scripted.network.sent
    }

    @Test(arguments: HandlerAPIQuestion.allCases)
    func `every sample is an answer`(_ question: HandlerAPIQuestion) async {
        let scripted = ScriptedHandlerAPI(
            results: question.granted.map { .success(HTTPReply(200, $0)) })
        let error = await question.error(scripted)
        #expect(error == nil)
        #expect(scripted.network.sent.count == question.granted.count)
    }

    @Test(arguments: HandlerAPIQuestion.allCases)
    func `the key goes where the dialect takes it and nowhere else`(
        _ question: HandlerAPIQuestion
    ) async {
        for dialect in HandlerAPIDialect.allCases {
            for sent in await sent(question, dialect) {
                let isInQuery = dialect == .original || dialect == .clone
                #expect(sent.query["api_key"] == (isInQuery ? key : nil))
                #expect(sent.call.url.contains(key) == isInQuery)
                let names = sent.call.headers.filter { $0.value == key }.map(\.name)
                let header = dialect == .daisysms ? "X-ApiKey" : "X-API-Key"
                #expect(names == (isInQuery ? [] : [header]))
                #expect(sent.call.headers.contains { $0.name == "User-Agent" })
                #expect(!sent.call.printableURL.contains(key) && sent.call.body == nil)
            }
        }
    }

    @Test(arguments: HandlerAPIQuestion.allCases)
    func `no error ever has the key in it, whatever comes`(_ question: HandlerAPIQuestion)
        async
    {
        for body in [
            key, "BAD_STATUS:\(key)", "<html>\(key)", #"{"status":"error","message":"\#(key)"}"#,
            "NO_METRICS:api_key=\(key)", "SERVER_ERROR:\(key)", "{\"a\":\"\(key)\"",
        ] {
            for status in [200, 404, 500] {
                guard let error = await question.error(HTTPReply(status, body)) else { continue }
                #expect(!"\(error)".contains(key) && !String(reflecting: error).contains(key))
                var dumped = ""
                dump(error, to: &dumped)
                #expect(!dumped.contains(key), "\(body)")
            }
        }
    }

    @Test func `changes are posted where that is known to be taken, and given longer`() async {
        for question in HandlerAPIQuestion.allCases {
            let isPaid = HandlerAPIQuestion.payments.contains(question)
            for dialect in HandlerAPIDialect.allCases {
                for sent in await sent(question, dialect) {
                    let isPosted = isPaid && dialect == .original
                    #expect(sent.call.method == (isPosted ? .post : .get), "\(question)")
                    #expect(sent.deadline == (isPaid ? .seconds(40) : .seconds(20)))
                }
            }
        }
    }

    @Test(arguments: [
        ("https://example.org", "https://example.org/stubs/handler_api.php"),
        (" https://example.org// ", "https://example.org/stubs/handler_api.php"),
        ("https://example.org/stubs/handler_api.php", "https://example.org/stubs/handler_api.php"),
        ("https://example.org/stubs/handler_api", "https://example.org/stubs/handler_api"),
        (
            "http://127.0.0.1:1/handler-api/clone",
            "http://127.0.0.1:1/handler-api/clone/stubs/handler_api.php"
        ),
    ])
    func `a base URL is a host or the whole address`(_ url: String, _ address: String)
        async throws
    {
        let scripted = ScriptedHandlerAPI(
            results: [.success(HTTPReply(200, "ACCESS_BALANCE:1"))], baseURL: url)
        _ = try await scripted.account.balance()
        #expect(scripted.network.sent[0].call.url.hasPrefix("\(address)?"))
    }

    @Test func `a state has its number`() async {
        for (question, status) in [
            (HandlerAPIQuestion.cancel, "8"), (.resend, "3"), (.finish, "6"), (.announce, "1"),
            (.refund, "2"), (.finishRental, "1"),
        ] {
            let query = await sent(question)[0].query
            #expect(query["status"] == status && query["id"] == "7")
            let isRental = question == .refund || question == .finishRental
            #expect(query["action"] == (isRental ? "setRentStatus" : "setStatus"))
        }
    }

    @Test func `a value cannot become another field`() async {
        let scripted = ScriptedHandlerAPI(results: [])
        let nasty = "a&api_key=b#c?d=e +\r\n%26é"
        _ = try? await scripted.account.check(nasty)
        _ = try? await scripted.account.activationOffer(service: nasty, country: nasty)
        #expect(scripted.network.sent[0].query["id"] == nasty)
        #expect(scripted.network.sent[0].query["api_key"] == key)
        #expect(scripted.network.sent[1].query["service"] == nasty)
        #expect(scripted.network.sent[1].query["country"] == nasty)
    }

    @Test func `what a dialect does not have is not asked for`() async {
        let narrow: [(HandlerAPIDialect, [HandlerAPIQuestion], Capabilities.Operation)] = [
            (.daisysms, [.resend], .resend), (.daisysms, [.active], .listActive),
            (.daisysms, [.rent, .rentalOffers, .rentalOffer, .status, .messages], .rent),
            (.virtualsms, [.extend, .extensionPrice], .extend),
            (.virtualsms, [.refund], .refund), (.virtualsms, [.past], .listHistory),
            (.virtualsms, [.rentals], .listRentals), (.daisysms, [.suggested], .suggest),
        ]
        for (dialect, questions, operation) in narrow {
            for question in questions {
                let scripted = ScriptedHandlerAPI(results: [], dialect: dialect)
                #expect(await question.error(scripted) == .notOffered(operation), "\(question)")
                #expect(scripted.network.sent.isEmpty)
            }
        }
        #expect(Capabilities.of(.handlerAPI) == HandlerAPIDialect.original.capabilities)
        let account: any Provider = ScriptedHandlerAPI(results: []).account
        await #expect(throws: ProviderError.notOffered(.swap)) {
            _ = try await account.swap("7")
        }
    }

    @Test(arguments: [200, 403, 404, 502])
    func `a page instead of an answer is a block`(_ status: Int) async {
        let page = HTTPReply(status, "<!DOCTYPE html><html><title>Just a moment</title></html>")
        for question in HandlerAPIQuestion.allCases {
            #expect(await question.error(page) == .blocked(status: status), "\(question)")
        }
        for question in HandlerAPIQuestion.payments {
            let scripted = ScriptedHandlerAPI(page, HTTPReply(200, question.granted[0]))
            let error = await question.error(scripted)
            #expect(error?.leavesDoubt == (status == 200 || status == 502))
            #expect(scripted.network.sent.count == 1)
        }
    }
}
