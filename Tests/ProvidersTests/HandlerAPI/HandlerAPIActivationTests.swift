import Lines
import Providers
import Testing
import TestSupport
import Transport

/// The state of activations, and that none of their messages is lost or invented.
@Suite struct HandlerAPIActivationTests {
    private static let lost = TransportError.answerLost(host: "x", reason: "reset")

    private func check(
        _ bodies: String..., dialect: HandlerAPIDialect = .virtualsms
    ) async throws -> ActivationReading {
        let scripted = ScriptedHandlerAPI(
            results: bodies.map { .success(HTTPReply(200, $0)) }, dialect: dialect)
        return try await scripted.account.check("7").value
    }

    @Test(arguments: [
        ("STATUS_WAIT_CODE", ActivationStatus.Phase.waiting),
        ("STATUS_WAIT_RESEND", .waiting), ("STATUS_WAIT_RETRY:123", .waiting),
        ("STATUS_OK:123", .received), ("STATUS_CANCEL", .cancelled), ("STATUS_NEW", .unclear),
        ("WHATEVER", .unclear), ("ACCESS_READY", .unclear),
    ])
    func `a status means what it says and nothing follows from one that is unknown`(
        _ text: String, _ phase: ActivationStatus.Phase
    ) async throws {
        #expect(try await check(text).status == ActivationStatus(phase))
    }

    @Test(arguments: [
        ("123456", "123456"), ("12:34:56", "12:34:56"), ("AB-12cd", "AB-12cd"),
        ("Welcome to the shop", nil), ("https://example.org/a/long/link", nil),
    ])
    func `codes may have colons and letters, and a sentence is no code`(
        _ shown: String, _ code: String?
    ) async throws {
        let reading = try await check("STATUS_OK:\(shown)\n")
        #expect(reading.messages == [ReceivedMessage(text: shown, code: code)])
        #expect(try await check("STATUS_NEW:\(shown)").messages.map(\.text) == [shown])
    }

    @Test func `the code before is kept while another is waited for`() async throws {
        let reading = try await check("STATUS_WAIT_RETRY:12:34")
        #expect(reading.messages.isEmpty)
        #expect(reading.earlierMessages == [ReceivedMessage(text: "12:34", code: "12:34")])
        #expect(try await check("STATUS_WAIT_RESEND").earlierMessages == [])
        #expect(try await check("STATUS_WAIT_CODE").earlierMessages == nil)
    }

    @Test func `the newer status has text, time and calls`() async throws {
        let sms = #"{"dateTime":"2024-07-26 11:59:00","code":"123","text":"Your code 123"}"#
        let message = ReceivedMessage(
            text: "Your code 123", code: "123", receivedAt: answeredAt - .minutes(1))
        var reading = try await check(
            "STATUS_OK:123", #"{"verificationType":0,"sms":\#(sms),"call":null}"#,
            dialect: .original)
        #expect(reading.messages == [message] && reading.earlierMessages == nil)
        let call = #"{"from":"+4420","text":"one two","code":"12","dateTime":"","url":null}"#
        reading = try await check(
            "STATUS_OK:12", #"{"verificationType":1,"sms":null,"call":\#(call)}"#,
            dialect: .original)
        var spoken = ReceivedMessage(text: "one two", sender: "+4420", code: "12")
        spoken.kind = .call
        #expect(reading.messages == [spoken])
        // Another message has arrived between the two questions: the first is not lost.
        reading = try await check("STATUS_OK:999", #"{"sms":\#(sms)}"#, dialect: .original)
        #expect(reading.messages == [ReceivedMessage(text: "999", code: "999"), message])
    }

    @Test(arguments: [
        "BAD_ACTION", "STATUS_CANCEL", "{}", "[]", "<html>", "oops", "ERROR_SQL", "null",
        #"{"sms":null}"#, #"{"sms":{}}"#, "NO_ACTIVATION",
    ])
    func `a code without a text that can be had is the message`(_ body: String) async throws {
        let reading = try await check("STATUS_OK:123", body, "BAD_ACTION", dialect: .original)
        #expect(reading.messages == [ReceivedMessage(text: "123", code: "123")])
        #expect(reading.status.phase == .received)
        let full = try await check("STATUS_OK:123", body, "FULL_SMS:a: 123", dialect: .clone)
        #expect(full.messages == [ReceivedMessage(text: "a: 123", code: "123")])
    }

    @Test func `a text whose answer is lost is asked for at the next look`() async {
        for result in [
            Result<HTTPReply, TransportError>.failure(Self.lost), .success(HTTPReply(429, "")),
        ] {
            let scripted = ScriptedHandlerAPI(results: [
                .success(HTTPReply(200, "STATUS_OK:123")), result,
            ])
            #expect(await HandlerAPIQuestion.check.error(scripted)?.remedy != .giveUp)
        }
    }

    @Test func `all texts are told apart by the code, and the older are former ones`()
        async throws
    {
        let newest = #"{"text":"code 222","date":"2024-07-26T11:59:30Z"}"#
        let oldest = #"{"text":"code 111","date":"2024-07-26T11:58:30Z"}"#
        for list in [
            "[\(newest),\(oldest)]", #"{"status":"success","data":[\#(oldest),\#(newest)]}"#,
        ] {
            let reading = try await check("STATUS_OK:222", list, dialect: .clone)
            #expect(reading.messages.map(\.text) == ["code 222"])
            #expect(reading.messages.map(\.code) == ["222"])
            #expect(reading.earlierMessages?.map(\.text) == ["code 111"])
        }
    }

    @Test func `a text in a header is kept as it is`() async throws {
        let reply = HTTPReply(
            200, "STATUS_OK:123", headers: [("X-Text", " 100% yours: 123 %41 ")])
        let scripted = ScriptedHandlerAPI(reply, dialect: .daisysms)
        let reading = try await scripted.account.check("7").value
        #expect(
            reading.messages == [ReceivedMessage(text: "100% yours: 123 %41", code: "123")])
        #expect(scripted.network.sent[0].query["text"] == "1")
    }

    @Test func `what is over is looked up among the past, and is never money returned`()
        async throws
    {
        for (past, phase, codes) in [
            (#"[{"id":7,"sms":"123","status":"6"}]"#, ActivationStatus.Phase.received, ["123"]),
            (#"[{"id":"7","sms":"Your code","status":"8"}]"#, .received, [nil]),
            (#"[{"id":7,"sms":null,"status":"8","cost":0}]"#, .cancelled, []),
            (#"[{"id":7,"sms":"","status":"4"}]"#, .cancelled, []),
            ("[]", .cancelled, []), ("BAD_ACTION", .cancelled, []), ("<html>", .cancelled, []),
        ] as [(String, ActivationStatus.Phase, [String?])] {
            let reading = try await check("STATUS_CANCEL", past, dialect: .original)
            #expect(reading.status.phase == phase && reading.messages.map(\.code) == codes)
        }
        let lost = ScriptedHandlerAPI(results: [
            .success(HTTPReply(200, "STATUS_CANCEL")), .failure(Self.lost),
        ])
        let error = await HandlerAPIQuestion.check.error(lost)
        #expect(error == .transport(Self.lost))
    }

    @Test func `a clone may answer the status in the form of the newer one`() async throws {
        let body = #"{"verificationType":0,"sms":{"code":"12","text":"is 12"}}"#
        #expect(try await check(body).messages.map(\.text) == ["is 12"])
        #expect(try await check(#"{"verificationType":0,"sms":null}"#).status.phase == .waiting)
        for body in ["{}", "7", "[]", "true"] {
            #expect(await HandlerAPIQuestion.check.error(HTTPReply(200, body)) != nil, "\(body)")
        }
    }

    private static func active(_ fields: String) -> String {
        #"{"status":"success","activeActivations":[{"activationId":"7","serviceCode":"ig","phoneNumber":"447911123456","activationCost":12.5,"activationTime":"2024-07-26 11:50:00","countryCode":"16","countryName":"United Kingdom","currency":840,\#(fields)}]}"#
    }

    @Test func `the list of active ones shows codes, and not whether they are new`()
        async throws
    {
        let waiting = ScriptedHandlerAPI(Self.active(#""smsCode":null,"smsText":"""#))
        var reading = try await waiting.account.activeActivations().value[0]
        #expect(reading.number == "+447911123456" && reading.service == "ig")
        #expect(reading.country == "GB" && reading.price == dollars("12.5"))
        #expect(reading.orderedAt == answeredAt - .minutes(10))
        let end = answeredAt + .minutes(50)
        #expect(reading.status == ActivationStatus(.waiting, expiresAt: end))
        #expect(waiting.asked == ["getActiveActivations"])
        let coded = Self.active(#""smsCode":["12"],"smsText":["is 12"]"#)
        let again = ScriptedHandlerAPI(coded)
        reading = try await again.account.activeActivations().value[0]
        #expect(reading.status == ActivationStatus(.unclear, expiresAt: end) && reading.isPartial)
        #expect(reading.messages == [ReceivedMessage(text: "is 12", code: "12")])
        #expect(again.asked == ["getActiveActivations"])
        let bare = ScriptedHandlerAPI(Self.active(#""smsCode":["12","34"]"#))
        reading = try await bare.account.activeActivations().value[0]
        #expect(reading.messages.map(\.text) == ["12", "34"])
    }

    @Test func `a list that cannot be read whole is no list`() async {
        for body in [
            "{}", "null", "[1]", #"{"status":"success"}"#, "7", #""x""#, "WHAT",
            #"{"status":"success","activeActivations":null}"#,
            #"{"status":"success","activeActivations":[{"phoneNumber":"1"}]}"#,
        ] {
            let scripted = ScriptedHandlerAPI(body)
            if body != "{}" {
                #expect(await HandlerAPIQuestion.active.error(scripted) != nil, "\(body)")
            }
            let past = body == "{}" || body == "[]" ? nil : ScriptedHandlerAPI(body)
            if let past { #expect(await HandlerAPIQuestion.past.error(past) != nil, "\(body)") }
        }
    }

    @Test func `changes are told by their own words alone`() async throws {
        #expect(
            try await ScriptedHandlerAPI("ACCESS_CANCEL").account.cancel("7").value.moneyReturned)
        for body in ["ACCESS_READY", "STATUS_CANCEL"] {
            let error = await HandlerAPIQuestion.cancel.error(HTTPReply(200, body))
            guard case .notCancellable? = error else {
                Issue.record("\(body) \(String(describing: error))")
                continue
            }
        }
        for (question, bodies) in [
            (HandlerAPIQuestion.cancel, ["ACCESS_ACTIVATION", "ACCESS_RETRY_GET", ""]),
            (.resend, ["ACCESS_READY", "ACCESS_CANCEL"]), (.finish, ["ACCESS_CANCEL", "{}"]),
            (.refund, ["{}", #"{"status":"ok"}"#, "ACCESS_CANCEL"]),
        ] {
            for body in bodies {
                let error = await question.error(HTTPReply(200, body))
                #expect(error?.leavesDoubt == true, "\(question) \(body)")
            }
        }
    }
}
