import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Every word of the protocol, in every form in which it may arrive.
@Suite struct HandlerAPIErrorCodeTests {
    typealias Question = HandlerAPIQuestion

    /// Bare, as JSON text, and in the format of rentals.
    private static func forms(_ word: String) -> [String] {
        [
            word, "\(word)\r\n", "\u{FEFF}\(word)", "\"\(word)\"",
            #"{"status":"error","message":"\#(word)"}"#, #"{"error":"\#(word)"}"#,
            #"{"status":"error","msg":"error","error":"\#(word)"}"#,
            #"{"status":false,"message":"\#(word)"}"#,
        ]
    }

    /// The explanation that a person reads beside the word.
    private static func explanation(_ word: String) -> String {
        switch word {
        case "BAD_STATUS", "INCORECT_STATUS": "Not possible in its present state."
        case "OTP_RECEIVED", "NEW_OTP_RECEIVED": "It has received its code."
        case "FREE_CANCELLATION_EXPIRED": "The time to cancel it has passed."
        case "ACTIVATION_NOT_ACTIVE": "It has ended."
        case "ACCOUNT_INACTIVE": "The account is not active."
        case "CHANNELS_LIMIT": "The account cannot order any more numbers for now."
        case "CONCURRENT_LIMIT", "TOO_MANY_ACTIVE_RENTALS":
            "The account has reached its limit of numbers."
        case "PURCHASE_RESTRICTED": "The account may not buy."
        case "SERVICE_RESTRICTED": "The account may not buy numbers for this service."
        case "WRONG_EXCEPTION_PHONE": "Invalid prefixes to exclude."
        case "WRONG_DATE": "Invalid dates."
        case "INVALID_PROVIDER": "Unknown supplier."
        case "NO_METRICS": "No statistics available."
        case "UNPROCESSABLE_ENTITY": "Invalid request."
        default: "no explanation of \(word)"
        }
    }

    private func expect(
        _ words: [String], to _: Void = (), mean error: ProviderError,
        asked questions: [Question]
    ) async {
        for word in words {
            for question in questions {
                for form in Self.forms(word) {
                    let got = await question.error(HTTPReply(200, form))
                    #expect(got == error, "\(question) \(form)")
                }
            }
        }
    }

    @Test func `keys, money and stock`() async {
        await expect(
            ["BAD_KEY", "ERROR_WRONG_KEY", "NO_KEY", "WRONG_API_KEY"], mean: .wrongKey,
            asked: Question.allCases)
        await expect(
            ["NO_BALANCE", "NO_MONEY", "LOW_BALANCE", "NO_BALANCE_FORWARD"],
            mean: .insufficientBalance(price: nil, balance: nil),
            asked: [.order, .again, .rent, .extend])
        await expect(
            ["NO_NUMBERS", "NO_NUMBER", "OUT_OF_STOCK", "SERVICE_NOT_AVAILABLE", "SIM_OFFLINE"],
            mean: .outOfStock(""), asked: [.order, .rent, .again])
    }

    @Test func `services, countries and prices`() async {
        await expect(
            ["BAD_SERVICE", "WRONG_SERVICE"], mean: .unknownService,
            asked: [.order, .rent, .suggested])
        await expect(
            ["BAD_COUNTRY", "WRONG_COUNTRY"], mean: .unknownCountry,
            asked: [.order, .rent, .services, .stock])
        await expect(
            ["BAD_SERVICE", "WRONG_COUNTRY", "NO_PRICES"], mean: .noPrice, asked: [.offer])
        await expect(
            ["MAX_PRICE_EXCEEDED", "WRONG_MAX_PRICE", "WRONG_MAX_PRICE:soon"],
            mean: .nothingBelow(maxPrice: nil), asked: [.order])
        await expect(
            ["WRONG_MAX_PRICE:13.2"], mean: .nothingBelow(maxPrice: dollars("13.2")),
            asked: [.order])
    }

    @Test func `lines that are not known`() async {
        await expect(
            [
                "NO_ACTIVATION", "WRONG_ACTIVATION_ID", "BAD_ID", "NOT_FOUND", "NO_ID_RENT",
                "INVALID_PHONE", "BAD_NUMBER",
            ], mean: .notFound, asked: Question.aboutLines)
        await expect(
            ["NOT_FOUND"], mean: .badRequest(["Unknown name."]),
            asked: [.order, .balance])
    }

    @Test func `changes that are refused`() async {
        let states = [
            "BAD_STATUS", "INCORECT_STATUS", "OTP_RECEIVED", "NEW_OTP_RECEIVED",
            "FREE_CANCELLATION_EXPIRED", "ACTIVATION_NOT_ACTIVE",
        ]
        for word in states {
            let said = Self.explanation(word)
            await expect([word], mean: .notCancellable(said), asked: [.cancel])
            await expect([word], mean: .notResendable(said), asked: [.resend])
            await expect([word], mean: .badRequest([said]), asked: [.finish])
        }
        await expect(["EARLY_CANCEL_DENIED"], mean: .tooEarly(retryAfter: nil), asked: [.cancel])
        await expect(
            ["CANT_CANCEL", "ALREADY_FINISH"], mean: .refundClosed, asked: [.refund])
        await expect(["ALREADY_CANCEL"], mean: .alreadyRefunded, asked: [.refund])
        await expect(
            ["RENT_DIE"],
            mean: .notExtended("The number has ended and can no longer be extended."),
            asked: [.extend, .extensionPrice])
        await expect(["RENT_DIE"], mean: .refundClosed, asked: [.refund])
        await expect(
            ["INVALID_TIME"], mean: .wrongDays(available: []),
            asked: [.rent, .extend, .extensionPrice])
        for word in ["RENEW_ACTIVATION_NOT_AVAILABLE", "NEW_ACTIVATION_IMPOSSIBLE"] {
            await expect(
                [word], mean: .notResendable("The number is not sold again."), asked: [.again])
        }
        let most = #"{"status":"error","message":"MAX_HOURS_EXCEED","info":{"max":"1344"}}"#
        #expect(await Question.extend.error(HTTPReply(200, most)) == .wrongDays(available: [56]))
    }

    @Test func `failures, limits and what does not exist`() async {
        for word in ["ERROR_SQL", "SQL_ERROR", "SERVER_ERROR"] {
            await expect([word], mean: .providerFailed(word), asked: Question.allCases)
        }
        for word in [
            "ACCOUNT_INACTIVE", "CHANNELS_LIMIT", "CONCURRENT_LIMIT", "TOO_MANY_ACTIVE_RENTALS",
            "PURCHASE_RESTRICTED", "SERVICE_RESTRICTED", "WRONG_EXCEPTION_PHONE", "WRONG_DATE",
            "INVALID_PROVIDER", "NO_METRICS", "UNPROCESSABLE_ENTITY",
        ] {
            await expect(
                [word], mean: .badRequest([Self.explanation(word)]), asked: [.order, .rent, .past])
        }
        await expect(
            ["BAD_ACTION", "WRONG_ACTION"], mean: .notOffered(.listActive), asked: [.active])
        await expect(["BAD_ACTION"], mean: .notOffered(.cancel), asked: [.cancel])
    }

    @Test func `what was asked for before, or is not known, leaves a doubt`() async {
        for word in ["ORDER_ALREADY_EXISTS", "SOMETHING_ELSE", "WHAT:EVER"] {
            for question in Question.payments {
                let scripted = ScriptedHandlerAPI(word, "ACCESS_NUMBER:1:447911123456")
                let error = await question.error(scripted)
                #expect(error?.leavesDoubt == true, "\(question) \(word)")
                #expect(scripted.network.sent.count == 1)
            }
        }
    }

    @Test func `words for nothing are no failures`() async throws {
        for form in Self.forms("NO_ACTIVATIONS") {
            #expect(try await ScriptedHandlerAPI(form).account.activeActivations().value.isEmpty)
        }
        for form in Self.forms("NO_NUMBERS") {
            #expect(try await ScriptedHandlerAPI(form).account.rentals().value.isEmpty)
        }
        for form in Self.forms("STATUS_WAIT_CODE") {
            let scripted = ScriptedHandlerAPI(form, form)
            #expect(try await scripted.account.messages(of: "7").value.isEmpty)
            #expect(try await scripted.account.status(of: "7").value.isAvailable)
        }
        for form in Self.forms("RENT_DIE") {
            let scripted = ScriptedHandlerAPI(form, form)
            #expect(try await scripted.account.status(of: "7").value.isAvailable == false)
            #expect(try await scripted.account.messages(of: "7").value.isEmpty)
        }
        for form in Self.forms("OPERATORS_NOT_FOUND") {
            #expect(try await ScriptedHandlerAPI(form).account.operators(in: "1").value.isEmpty)
        }
    }

    @Test(arguments: [
        ("BANNED:'2024-07-26 12-05-00'", Duration.minutes(5)),
        ("BANNED:'2024-7-26 12-5-0'", .minutes(5)),
        ("BANNED:2024-07-26 12:00:30", .seconds(30)),
        ("BANNED:'2024-08-26 12-05-00'", .minutes(15)),
        ("BANNED:'2024-07-26 11-05-00'", nil), ("BANNED:'soon'", nil), ("BANNED", nil),
        ("RATE_LIMITED", nil),
    ])
    func `a ban says until when`(_ text: String, _ wait: Duration?) async {
        for status in [200, 429] {
            let error = await HandlerAPIQuestion.order.error(HTTPReply(status, text))
            #expect(error == .rateLimited(retryAfter: wait), "\(status)")
        }
    }

    @Test func `statuses that mean something are understood with their words and without`()
        async
    {
        let cases: [(Int, String, ProviderError)] = [
            (401, "BAD_KEY", .wrongKey), (401, "Unauthorized", .blocked(status: 401)),
            (404, "NO_ACTIVATION", .notFound),
            (400, "BAD_STATUS", .badRequest(["Not possible in its present state."])),
            (503, "NO_NUMBERS", .outOfStock("")), (500, "oops", .providerFailed("HTTP 500: oops")),
            (404, "", .blocked(status: 404)),
        ]
        for (status, body, error) in cases {
            let got = await Question.finish.error(HTTPReply(status, body), dialect: .clone)
            #expect(got == error, "\(status) \(body)")
        }
        let early = "Cannot cancel within 120 seconds of purchase. Please wait 118 seconds."
        for (body, wait) in [
            (early, Duration.seconds(118)), ("\"\(early)\"", .seconds(118)), ("", nil),
        ] {
            let error = await Question.cancel.error(HTTPReply(425, body), dialect: .virtualsms)
            #expect(error == .tooEarly(retryAfter: wait))
        }
        let told = HTTPReply(429, "RATE_LIMITED", headers: [("Retry-After", "7")])
        #expect(await Question.check.error(told) == .rateLimited(retryAfter: .seconds(7)))
    }

    /// A joiner forms a single character with the preceding colon.
    @Test func `a code behind a mark that cannot be seen is heard`() async throws {
        for mark in ["\u{200c}", "\u{200d}", "\u{200b}", "\u{301}", "\u{feff}"] {
            let scripted = ScriptedHandlerAPI(
                "STATUS_OK:\(mark)97531", "NO_ACTIVATION", "NO_ACTIVATION")
            let message = try await scripted.account.check("7").value.messages.first
            #expect(message?.text.hasSuffix("97531") == true)
            let order = ScriptedHandlerAPI("ACCESS_NUMBER:7:\(mark)79959707564")
            let bought = try? await order.account.order(
                ActivationOrder(service: "wa", country: "0"))
            #expect(mark == "\u{301}" || bought?.value.number == "+79959707564")
        }
        let scripted = ScriptedHandlerAPI(
            "STATUS_OK:\u{200c}97531", "NO_ACTIVATION", "NO_ACTIVATION", dialect: .original)
        #expect(try await scripted.account.check("7").value.messages.first?.code == "97531")
    }
}
