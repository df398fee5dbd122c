import Providers
import Testing
import Transport

/// Answers of a broken or hostile server: nothing may crash, hang or loop for ever.
@Suite struct HostileAnswerTests {
    private static let scraps = [
        "&#x10FFFF;", "{\"0\":", "[[[[[[", "\"success\":1,", "\"success\":0,",
        "\"message\":\"days available: 99999999999999999999\",",
        "\"errors\":[{\"message\":\"param: \"}],", "0000-00-00 00:00:00",
    ]

    @Test(arguments: [UInt64(1), 20_260_801, 0xDEAD_BEEF])
    func `a mutated answer is an answer or an error, whatever was asked`(_ seed: UInt64) async {
        var dice = AnswerCorruptor(seed: seed, Self.scraps)
        let refusals = (Refusal.document + Refusal.current).map { ($0.question, $0.body) }
        let samples = (Samples.granted + refusals).map { ($0.0, Array($0.1.utf8)) }
        let statuses = [200, 200, 200, 400, 404, 422, 429, 500]
        for _ in 0..<2500 {
            let (own, body) = samples[dice.roll(samples.count)]
            let question =
                dice.roll(4) > 0 ? own : Question.allCases[dice.roll(Question.allCases.count)]
            let reply = HTTPReply(
                status: statuses[dice.roll(statuses.count)],
                headers: [("Date", serverDate)], body: dice.spoiled(body))
            // Twice: some questions take two calls.
            let error = await question.error(reply, reply)
            if let error { #expect(!error.description.isEmpty) }
        }
    }

    @Test func `large answers of one kind are read in one go`() async {
        let many = 30_000
        let bodies = [
            String(repeating: "[", count: many), String(repeating: "{\"a\":", count: many),
            "[" + String(repeating: "{},", count: many) + "{}]",
            "{" + String(repeating: "\"errors\":[],", count: many) + "\"success\":0}",
            "{\"success\":0,\"message\":\"" + String(repeating: "<p>", count: many) + "\"}",
            "{\"success\":0,\"message\":\"" + String(repeating: "\\ud83d", count: many) + "\"}",
            "{\"success\":0,\"errors\":[" + String(repeating: "{\"message\":\"x\"},", count: many)
                + "7]}",
            "\"" + String(repeating: "\\\"", count: many), String(repeating: " ", count: many),
            String(repeating: "9", count: many), String(repeating: key, count: many / 10),
        ]
        for body in bodies {
            let reply = HTTPReply(200, body)
            for question in Question.allCases { _ = await question.error(reply, reply) }
        }
    }
}
