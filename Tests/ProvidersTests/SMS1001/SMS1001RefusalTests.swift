import Lines
import Providers
import Testing
import Transport

/// Every refusal of the provider, by its status and by its words.
@Suite struct SMS1001RefusalTests {
    /// Bodies with the words, with and without an envelope.
    private static func bodies(_ words: String) -> [String] {
        ["error", "message", "details", "error_description"].flatMap { name in
            [
                #"{"success":false,"\#(name)":"\#(words)"}"#,
                #"{"success":0,"\#(name)":[{"message":"\#(words)"}]}"#,
                #"{"\#(name)":"\#(words)"}"#,
            ]
        }
    }

    @Test(arguments: [
        (401, "Invalid or expired API key", SMS1001Question.balance, ProviderError.wrongKey),
        (403, "Permission denied", .order, .wrongKey),
        (403, "Permission denied", .check, .wrongKey),
        (403, "You do not own this order", .check, .notFound),
        (403, "Order belongs to another user", .cancel, .notFound),
        (404, "Order not found", .check, .notFound), (404, "Order not found", .cancel, .notFound),
        (404, "Not found", .details, .notFound), (404, "Not found", .transaction, .notFound),
        (404, "Service not found", .servicePrices, .unknownService),
        (404, "Country not found", .servicesThere, .unknownCountry),
        (400, "Invalid country", .countryPrices, .unknownCountry),
        (404, "Service not found", .offer, .noPrice),
        (404, "Route not found", .check, .blocked(status: 404)),
        (404, "Cannot POST /api/v1/x", .cancel, .blocked(status: 404)),
        (400, "Invalid page.", .history, .badRequest(["Invalid page."])),
        (500, "Internal error", .balance, .providerFailed("Internal error")),
        (
            503, "Provider temporarily unavailable", .check,
            .providerFailed("Provider temporarily unavailable")
        ),
        (400, "Rate limit exceeded", .balance, .rateLimited(retryAfter: nil)),
    ])
    func `a refusal has its meaning under every name an error goes by`(
        _ status: Int, _ words: String, _ question: SMS1001Question, _ meaning: ProviderError
    ) async {
        for body in Self.bodies(words) {
            #expect(await question.error(HTTPReply(status, body)) == meaning, "\(body)")
        }
    }

    @Test(arguments: [
        (400, "Cancel failed. Please try again later.", ProviderError.tooEarly(retryAfter: nil)),
        (503, "Cancel failed. Please try again later.", .tooEarly(retryAfter: nil)),
        (400, "Please wait 45 seconds, no SMS was received", .tooEarly(retryAfter: .seconds(45))),
        (400, "Too early to cancel", .tooEarly(retryAfter: nil)),
        (400, "Order was already refunded", .alreadyRefunded),
        (400, "An SMS was already received", .notCancellable("An SMS was already received")),
        (
            400, "Cannot be cancelled in status COMPLETED",
            .notCancellable("Cannot be cancelled in status COMPLETED")
        ),
        (
            500, "Cancel failed. Please try again later.",
            .providerFailed("Cancel failed. Please try again later.")
        ),
    ])
    func `a cancel is refused for now or for good`(
        _ status: Int, _ words: String, _ meaning: ProviderError
    ) async {
        let body = #"{"success":false,"error":"\#(words)"}"#
        #expect(await SMS1001Question.cancel.error(HTTPReply(status, body)) == meaning)
    }

    @Test(arguments: [
        (
            #"{"success":true,"data":{"id":"o","status":"failed","refundAmount":0,"error":"Cancel failed. Please try again later."}}"#,
            ProviderError.tooEarly(retryAfter: nil)
        ),
        (#"{"success":true,"data":{"orderId":"o","status":"Failed"}}"#, .tooEarly(retryAfter: nil)),
        (#"{"success":false}"#, .tooEarly(retryAfter: nil)),
    ])
    func `a cancel that failed inside a success, or without a word, may be tried again`(
        _ body: String, _ meaning: ProviderError
    ) async {
        #expect(await SMS1001Question.cancel.error(HTTPReply(200, body)) == meaning)
    }

    @Test(arguments: [
        (#""status":"REFUNDED","refundAmount":"0.50""#, true, "0.50" as String?),
        (#""status":"refunded""#, true, nil),
        (#""status":"REFUNDED","refundAmount":0"#, false, "0"),
        (#""status":"COMPLETED","refundAmount":0"#, false, "0"),
        (#""status":"EXPIRED","refundAmount":0.25"#, true, "0.25"),
    ])
    func `a cancel tells what came back`(
        _ fields: String, _ isReturned: Bool, _ amount: String?
    ) async throws {
        let scripted = ScriptedSMS1001("{\"success\":true,\"data\":{\"id\":\"o\",\(fields)}}")
        let cancellation = try await scripted.account.cancel("o").value
        #expect(cancellation.moneyReturned == isReturned)
        #expect(cancellation.amount == amount.flatMap { Money(decimal: $0) })
    }

    @Test func `an order without the money says what it costs and what there is`() async {
        let cases: [(String, ProviderError)] = [
            (
                #"{"success":false,"error":"Insufficient balance"}"#,
                .insufficientBalance(price: dollars("0.49"), balance: nil)
            ),
            (
                #"{"success":false,"message":"Insufficient balance. Required: $0.51, available: $0.10"}"#,
                .insufficientBalance(price: dollars("0.51"), balance: dollars("0.10"))
            ),
            (
                #"{"error":"x","details":{"required":0.52,"current":"0.2"}}"#,
                .insufficientBalance(price: dollars("0.52"), balance: dollars("0.2"))
            ),
            ("{}", .insufficientBalance(price: dollars("0.49"), balance: nil)),
        ]
        for (body, meaning) in cases {
            let error = await SMS1001Question.order.error(HTTPReply(402, body), after: 1)
            #expect(error == meaning, "\(body)")
            #expect(error?.leavesDoubt == false)
        }
    }

    @Test(arguments: [
        (400, "No numbers available at the moment"), (503, "No numbers available at the moment"),
        (404, "Operator out of stock"),
    ])
    func `a number that was listed may be gone by now`(_ status: Int, _ words: String) async {
        let reply = HTTPReply(status, #"{"success":false,"error":"\#(words)"}"#)
        let error = await SMS1001Question.order.error(reply, after: 1)
        #expect(error == .outOfStock(words))
        #expect(error?.leavesDoubt == false)
    }

    @Test(arguments: [
        (503, "Service under maintenance, wait a few minutes"), (502, "unknown error in service"),
        (503, "Insufficient balance at the supplier"), (500, "No numbers available"),
        (503, "Provider temporarily unavailable, try again later"), (408, "Timed out"),
        (400, "Internal error"), (500, "Service not found"),
        (503, "Rate limit exceeded at the supplier"),
        (502, "Invalid API key at the supplier"),
    ])
    func `words of a breakdown do not hide that a paid call may have been carried out`(
        _ status: Int, _ words: String
    ) async {
        let reply = HTTPReply(status, #"{"success":false,"error":"\#(words)"}"#)
        for (question, before) in SMS1001Question.payments {
            let error = await question.error(reply, after: before)
            #expect(error == .providerFailed(words), "\(question)")
            #expect(error?.leavesDoubt == true)
        }
    }

    @Test(arguments: [
        (403, "The key's owner lacks a permission"), (403, "Forbidden"), (500, "Order not found"),
        (503, "Provider not found"), (400, "Provider not found"),
        (200, "Message not found"),
    ])
    func `an order is not taken for gone by words about something else`(
        _ status: Int, _ words: String
    ) async {
        let reply = HTTPReply(status, #"{"success":false,"error":"\#(words)"}"#)
        #expect(await SMS1001Question.details.error(reply) != .notFound)
        #expect(await SMS1001Question.check.error(reply) != .notFound)
    }

    @Test func `too many requests, with and without a time`() async {
        for question in SMS1001Question.allCases {
            let told = HTTPReply(
                429, #"{"success":false,"error":"Rate limit exceeded"}"#,
                headers: [("Retry-After", "7")])
            #expect(await question.error(told) == .rateLimited(retryAfter: .seconds(7)))
            let untold = HTTPReply(429, "")
            #expect(await question.error(untold) == .rateLimited(retryAfter: nil))
        }
    }

    @Test func `what a person reads has no markup and no key`() async {
        let body = #"{"success":false,"error":"<p>Bad <b>key</b> \#(key)\u001b[2J</p>"}"#
        guard
            case .badRequest(let problems)? = await SMS1001Question.stats.error(
                HTTPReply(400, body))
        else {
            Issue.record("no refusal")
            return
        }
        #expect(problems.count == 1 && !problems[0].contains(key) && !problems[0].contains("<"))
        #expect(!problems[0].contains("\u{1B}"))
    }

    @Test func `success under the status of a failure, and the reverse, is neither`() async {
        for body in [#"{"success":true,"data":{"balance":1}}"#, #"{"success":true}"#] {
            guard case .unrecognised? = await SMS1001Question.balance.error(HTTPReply(500, body))
            else {
                Issue.record("\(body)")
                continue
            }
        }
        let no = HTTPReply(200, #"{"success":false,"data":{"balance":1}}"#)
        #expect(await SMS1001Question.balance.error(no) == .badRequest(["No reason given"]))
        let error = HTTPReply(200, #"{"error":"Permission lost"}"#)
        #expect(await SMS1001Question.balance.error(error) == .badRequest(["Permission lost"]))
    }

    @Test func `an answer without its envelope is an answer`() async throws {
        let scripted = ScriptedSMS1001(
            #"{"balance":"3.5"}"#, #"[{"name":"Canada","slug":"canada","code":"ca"}]"#,
            #"{"orders":[],"total":0}"#)
        #expect(try await scripted.account.balance().value == Money(tenThousandths: 3_5000))
        #expect(
            try await scripted.account.countries().value
                == [Country(id: "canada", name: "Canada", code: "CA")])
        #expect(try await scripted.account.activeActivations().value.isEmpty)
    }
}
