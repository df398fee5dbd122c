import Providers
import Testing
import TestSupport
import Transport

/// Answers of a broken or hostile server of VirtualSMS: nothing may crash or loop for ever.
@Suite struct VirtualSMSHostileTests {
    private static let scraps = [
        "\"success\":false,", "\"error\":\"wait \",", "\"count\":9223372036854775807,",
        "\"orders\":[],", "\"pricing\":{\"full\":7},", "\"price\":-0.0001,",
        "\"duration_hours\":1e30,", "\"messages\":[{}],", "\"status\":[1],",
        "\"error\":{\"a\":{\"b\":{\"c\":\"d\"}}},", "0000-00-00T00:00:00Z",
    ]

    @Test(arguments: [UInt64(1), 20_261_121, 0xDEAD_BEEF])
    func `a mutated answer is an answer or an error, whatever was asked`(_ seed: UInt64) async {
        var dice = AnswerCorruptor(seed: seed, Self.scraps)
        let questions = VirtualSMSQuestion.allCases
        let statuses = [200, 200, 200, 201, 400, 402, 403, 404, 425, 429, 500, 503]
        for _ in 0..<2500 {
            let question = questions[dice.roll(questions.count)]
            let broken = dice.roll(question.granted.count)
            let replies = question.granted.enumerated().map { index, body in
                let bytes = Array(body.utf8)
                let isBroken = index == broken
                return HTTPReply(
                    status: isBroken ? statuses[dice.roll(statuses.count)] : 200,
                    headers: [("Date", serverDate)],
                    body: isBroken ? dice.spoiled(bytes) : bytes)
            }
            let scripted = ScriptedVirtualSMS(results: replies.map { .success($0) })
            let error = await question.error(scripted)
            if let error { #expect(!error.description.isEmpty) }
            #expect(scripted.network.sent.count < 10)
            let bytes = replies[broken].body
            _ = VirtualSMSPush.read(webhookBody: bytes)
            _ = VirtualSMSPush.read(webSocketText: String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `large answers of one kind are read in one go`() async {
        let many = 20_000
        let entry = #"{"id":"o","status":"completed","messages":[{"content":"x"}]},"#
        let bodies = [
            String(repeating: "[", count: many), String(repeating: "{\"data\":", count: many),
            "[" + String(repeating: "{},", count: many) + "{}]",
            "{\"orders\":[" + String(repeating: entry, count: many) + "7]}",
            "{\"messages\":[" + String(repeating: "{\"content\":\"1\"},", count: many)
                + "1],\"sms_code\":\"1\"}",
            "{\"error\":[" + String(repeating: "\"<p>x\",", count: many) + "1]}",
            "{\"error\":\"" + String(repeating: "<p>", count: many) + "\"}",
            String(repeating: key, count: many / 10), String(repeating: "9", count: many),
        ]
        for body in bodies {
            let reply = HTTPReply(200, body)
            for question in VirtualSMSQuestion.allCases { _ = await question.error(reply) }
        }
    }

    @Test func `a page in place of an answer is a block, and after a payment may leave doubt`()
        async
    {
        let page = "\n<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"
        // `limitedOrder` asks for the price first, and an error there concerns no purchase.
        for question in VirtualSMSQuestion.allCases where question != .limitedOrder {
            for status in [200, 403, 404, 425, 503] {
                let error = await question.error(HTTPReply(status, page))
                #expect(error == .blocked(status: status), "\(question)")
                #expect(error?.leavesDoubt == (status == 200 || status == 503))
            }
        }
    }

    @Test func `what a person reads has no markup and no key`() async {
        let body = #"{"error":"<p>Bad <b>key</b> \#(key)\u001b[2J</p>"}"#
        for reply in [HTTPReply(400, body), HTTPReply(500, "Failed for \(key)\u{1B}[2J")] {
            for question in VirtualSMSQuestion.allCases {
                let error = await question.error(reply)
                #expect(error != nil)
                let words = error?.description ?? ""
                #expect(!words.contains(key) && !words.contains("<b>") && !words.contains("\u{1B}"))
            }
        }
    }

    @Test func `a list that is not one is not an empty list`() async {
        let lists: [VirtualSMSQuestion] = [
            .active, .past, .rentals, .status, .messages, .countries, .services, .webhooks,
            .transactions, .rentalOffers, .suggested,
        ]
        for body in ["{}", "null", "[7]", "{\"success\":true}", "\"\"", "{\"orders\":null}"] {
            for question in lists {
                guard case .unrecognised? = await question.error(HTTPReply(200, body)) else {
                    Issue.record("\(question) \(body)")
                    continue
                }
            }
        }
        #expect(
            await VirtualSMSQuestion.past.error(HTTPReply(200, #"{"count":0,"orders":[]}"#)) == nil)
        let filled = HTTPReply(200, #"{"count":0,"orders":null}"#)
        #expect(await VirtualSMSQuestion.past.error(filled) == nil)
    }
}
