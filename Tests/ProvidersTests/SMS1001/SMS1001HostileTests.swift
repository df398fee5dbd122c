import Providers
import Testing
import TestSupport
import Transport

/// Answers of a broken or hostile server of 1001SMS: nothing may crash or loop for ever.
@Suite struct SMS1001HostileTests {
    private static let scraps = [
        "\"success\":false,", "\"data\":[],", "\"total\":9223372036854775807,", "\"total\":-1,",
        "\"orders\":[],", "\"operators\":{},", "\"price\":-0.0001,", "\"count\":1e30,",
        "\"messages\":[{}],", "\"status\":[\"RENTED\"],",
        "\"error\":{\"a\":{\"b\":{\"c\":\"d\"}}},", "0000-00-00T00:00:00Z",
    ]

    @Test(arguments: [UInt64(1), 20_261_121, 0xDEAD_BEEF])
    func `a mutated answer is an answer or an error, whatever was asked`(_ seed: UInt64) async {
        var dice = AnswerCorruptor(seed: seed, Self.scraps)
        let questions = SMS1001Question.allCases
        let statuses = [200, 200, 200, 201, 400, 402, 403, 404, 429, 500, 503]
        for _ in 0..<2500 {
            let own = questions[dice.roll(questions.count)]
            let question = dice.roll(4) > 0 ? own : questions[dice.roll(questions.count)]
            let broken = dice.roll(own.granted.count)
            let replies = own.granted.enumerated().map { index, body in
                let bytes = Array(body.utf8)
                let isBroken = index == broken
                return HTTPReply(
                    status: isBroken ? statuses[dice.roll(statuses.count)] : 200,
                    headers: [("Date", serverDate)],
                    body: isBroken ? dice.spoiled(bytes) : bytes)
            }
            let scripted = ScriptedSMS1001(results: replies.map { .success($0) })
            let error = await question.error(scripted)
            if let error { #expect(!error.description.isEmpty) }
            #expect(scripted.network.sent.count < 60)
        }
    }

    @Test func `large answers of one kind are read in one go`() async {
        let many = 30_000
        let entry = #"{"id":"o","status":"RENTED","messages":[{"message":"x"}]},"#
        let bodies = [
            String(repeating: "[", count: many), String(repeating: "{\"data\":", count: many),
            "{\"data\":{\"orders\":[" + String(repeating: "{},", count: many) + "{}]}}",
            "{\"data\":{\"operators\":[" + String(repeating: "{\"price\":1},", count: many)
                + "{}]}}",
            "{\"data\":{\"orders\":[" + String(repeating: entry, count: many) + "7]}}",
            "{\"success\":false,\"error\":["
                + String(repeating: "\"<p>x\",", count: many) + "1]}",
            "{\"success\":false,\"error\":\"" + String(repeating: "<p>", count: many) + "\"}",
            String(repeating: key, count: many / 10), String(repeating: "9", count: many),
        ]
        for body in bodies {
            let reply = HTTPReply(200, body)
            for question in SMS1001Question.allCases { _ = await question.error(reply) }
        }
    }

    @Test func `a page in place of an answer is a block, to every question`() async {
        let page = "\n<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"
        for question in SMS1001Question.allCases where question != .order {
            for status in [200, 403, 404, 503] {
                let error = await question.error(HTTPReply(status, page))
                #expect(error == .blocked(status: status))
            }
        }
    }
}
