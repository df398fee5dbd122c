import Lines
import Providers
import Testing
import Transport

/// Every refusal of the provider, in the observed forms.
@Suite struct VirtualSMSRefusalTests {
    @Test(arguments: [
        "Cannot cancel within 120 seconds of purchase. Please wait 118 seconds.",
        "\"Cannot cancel within 120 seconds of purchase. Please wait 118 seconds.\"",
        #"{"error":"Cannot cancel within 120 seconds of purchase. Please wait 118 seconds."}"#,
        #"{"success":false,"error":"too_early","message":"Please wait 118 seconds."}"#,
        #"{"error":"too_early","retry_after":118}"#,
    ])
    func `too early says for how long, as a sentence or as JSON`(_ body: String) async {
        let reply = HTTPReply(425, body)
        for question in [VirtualSMSQuestion.cancel, .swap] {
            let error = await question.error(reply)
            #expect(error == .tooEarly(retryAfter: .seconds(118)))
            #expect(error?.leavesDoubt == false)
        }
    }

    @Test func `too early without a word is too early all the same`() async {
        #expect(
            await VirtualSMSQuestion.cancel.error(HTTPReply(425, "Too early"))
                == .tooEarly(retryAfter: nil))
        #expect(
            await VirtualSMSQuestion.cancel.error(HTTPReply(425, "{}"))
                == .tooEarly(retryAfter: nil))
        let header = HTTPReply(425, "Too early", headers: [("Retry-After", "9")])
        #expect(
            await VirtualSMSQuestion.cancel.error(header) == .tooEarly(retryAfter: .seconds(9)))
    }

    @Test(arguments: [
        ("cancelled", ProviderError.alreadyRefunded),
        ("completed", .notCancellable("Cannot cancel order with status: completed")),
        ("expired", .notCancellable("Cannot cancel order with status: expired")),
    ])
    func `a cancel is refused for good because of where the order stands`(
        _ status: String, _ meaning: ProviderError
    ) async {
        let sentence = "Cannot cancel order with status: \(status)"
        for body in [sentence, "\"\(sentence)\"", "{\"error\":\"\(sentence)\"}"] {
            #expect(await VirtualSMSQuestion.cancel.error(HTTPReply(400, body)) == meaning)
        }
    }

    @Test(arguments: [
        (503, "This service is out of stock"), (503, "no_numbers"), (500, "No numbers available"),
        (400, "no_numbers"), (404, "No numbers available"),
    ])
    func `out of stock is told only by words`(_ status: Int, _ words: String) async {
        for body in [words, "\"\(words)\"", "{\"error\":\"\(words)\"}"] {
            for question in [VirtualSMSQuestion.order, .rent, .rentNetwork, .swap] {
                // A single item named by an id may also be unknown.
                guard status != 404 || question != .swap else { continue }
                let error = await question.error(HTTPReply(status, body))
                #expect(error == .outOfStock(words), "\(question) \(body)")
                #expect(error?.leavesDoubt == false)
            }
        }
    }

    @Test func `a pair that is never sold is told from one that is sold out`() async {
        let scripted = ScriptedVirtualSMS(results: [
            .success(HTTPReply(503, "out of stock")),
            .success(HTTPReply(200, VirtualSMSSamples.stock)),
        ])
        let never = ActivationOrder(service: "wa", country: "JP")
        do {
            _ = try await scripted.account.order(never)
            Issue.record("bought")
        } catch {
            #expect(error == .notInCountry(suggested: ["Argentina", "United Kingdom"]))
        }
    }

    @Test(arguments: [
        (500, "boom"), (502, "upstream connect error or disconnect/reset before headers"),
        (503, "Service temporarily unavailable"), (500, "internal_error"),
        (503, "Insufficient balance at the supplier"), (504, "invalid service"),
    ])
    func `a breakdown leaves doubt about whatever was paid for`(
        _ status: Int, _ words: String
    ) async {
        for body in [words, "{\"error\":\"\(words)\"}"] {
            for question in VirtualSMSQuestion.payments {
                let error = await question.error(HTTPReply(status, body))
                #expect(error == .providerFailed(words), "\(question)")
                #expect(error?.leavesDoubt == true)
            }
        }
    }

    @Test(arguments: ["", "{}", "[]", "null", "\"ok\"", "{\"success\":true", "ok", "<br>Warning"])
    func `an answer to a paid call that is not understood leaves doubt`(_ body: String) async {
        for question in VirtualSMSQuestion.payments {
            let error = await question.error(HTTPReply(200, body))
            #expect(error?.leavesDoubt == true, "\(question) \(body)")
        }
    }

    @Test(arguments: [
        (401, #"{"error":"Invalid API key"}"#, VirtualSMSQuestion.balance, ProviderError.wrongKey),
        (401, "Invalid API key", .order, .wrongKey),
        (403, #"{"error":"API key disabled"}"#, .check, .wrongKey),
        (403, "error code: 1020", .check, .blocked(status: 403)),
        (403, #"{"error":"Order does not belong to you"}"#, .check, .notFound),
        (404, #"{"error":"Order not found"}"#, .check, .notFound),
        (404, #"{"error":"not_found","message":"Order not found"}"#, .cancel, .notFound),
        (404, "404 page not found", .check, .blocked(status: 404)),
        (404, "404 page not found", .past, .blocked(status: 404)),
        (404, "", .check, .blocked(status: 404)),
        (400, #"{"error":"invalid_service","message":"Unknown service"}"#, .order, .unknownService),
        (400, #"{"error":"invalid_service"}"#, .offer, .noPrice),
        (400, #"{"error":"Invalid country code"}"#, .order, .unknownCountry),
        (400, #"{"error":"Invalid country code"}"#, .rent, .unknownOffer),
        (400, #"{"error":"Invalid service code"}"#, .suggested, .unknownService),
        (
            400, #"{"error":"duration_hours must be one of 24, 72, 168"}"#, .rent,
            .wrongDays(available: [1, 3, 7])
        ),
        (
            400, #"{"error":"invalid_duration","message":"Invalid duration"}"#, .extend,
            .wrongDays(available: [])
        ),
        (
            400, #"{"error":"Rental has expired"}"#, .extend,
            .notExtended("Rental has expired")
        ),
        (400, #"{"error":"Rental already cancelled"}"#, .refund, .alreadyRefunded),
        (400, #"{"error":"Not refundable after the first SMS"}"#, .refund, .refundClosed),
        (409, "Cannot retry now", .resend, .notResendable("Cannot retry now")),
        (
            400, #"{"error":"missing_params"}"#, .order,
            .badRequest(["missing_params"])
        ),
        (200, #"{"success":false,"error":"Nope"}"#, .balance, .badRequest(["Nope"])),
        (200, #"{"error":"Nope"}"#, .balance, .badRequest(["Nope"])),
        (400, #"{"error":{"code":"x","message":"Deep"}}"#, .profile, .badRequest(["x; Deep"])),
    ])
    func `a refusal has its meaning`(
        _ status: Int, _ body: String, _ question: VirtualSMSQuestion, _ meaning: ProviderError
    ) async {
        let error = await question.error(HTTPReply(status, body))
        #expect(error == meaning)
    }

    @Test(arguments: [
        (
            #"{"error":"Insufficient balance","required":0.8,"current":0.25}"#, "0.8",
            "0.25" as String?
        ),
        (#"{"error":"insufficient_balance","message":"x","required":"0.80"}"#, "0.8", nil),
        (
            #"{"error":"insufficient_balance","message":"Required: 0.80, current: 0.10"}"#, "0.8",
            "0.10"
        ),
    ])
    func `an order without the money says what it costs and what there is`(
        _ body: String, _ price: String, _ balance: String?
    ) async {
        let meaning = ProviderError.insufficientBalance(
            price: dollars(price), balance: balance.flatMap { dollars($0) })
        for status in [402, 400] {
            let error = await VirtualSMSQuestion.order.error(HTTPReply(status, body))
            #expect(error == meaning && error?.leavesDoubt == false)
        }
    }

    @Test(arguments: [
        (409, "A request with this idempotency key is in progress"),
        (422, "Idempotency key was used with another body"), (409, "Duplicate request"),
    ])
    func `a refusal of a name leaves doubt about what was done under it`(
        _ status: Int, _ words: String
    ) async {
        for body in [words, "{\"error\":\"\(words)\"}"] {
            for question in VirtualSMSQuestion.payments {
                let error = await question.error(HTTPReply(status, body))
                #expect(error == .providerFailed(words) && error?.leavesDoubt == true)
            }
        }
    }

    @Test func `too many requests, with and without a time`() async {
        for question in VirtualSMSQuestion.allCases {
            let told = HTTPReply(429, #"{"error":"slow down"}"#, headers: [("Retry-After", "7")])
            #expect(await question.error(told) == .rateLimited(retryAfter: .seconds(7)))
            #expect(await question.error(HTTPReply(429, "")) == .rateLimited(retryAfter: nil))
        }
    }

    @Test func `a limit is held against the price before anything is bought`() async {
        var order = ActivationOrder(service: "wa", country: "GB")
        order.maxPrice = dollars("0.79")
        let dear = ScriptedVirtualSMS(VirtualSMSSamples.price)
        let lost = ScriptedVirtualSMS(results: [.failure(.answerLost(host: "h", reason: "r"))])
        for (scripted, isDear) in [(dear, true), (lost, false)] {
            do {
                _ = try await scripted.account.order(order)
                Issue.record("bought")
            } catch {
                #expect(!error.leavesDoubt)
                if isDear { #expect(error == .nothingBelow(maxPrice: dollars("0.79"))) }
            }
            #expect(scripted.asked == ["GET price"])
        }
    }
}
