import Providers
import Testing
import Transport

/// Answers of a broken or hostile server: nothing may crash or loop for ever.
@Suite struct HandlerAPIHostileTests {
    private static let scraps = [
        "::", "'", "\u{0}", "STATUS_OK", "ACCESS_NUMBER:", "BANNED:'",
        "\"quantity\":9223372036854775807,", "\"quantity\":-9,", "\"currency\":-1,",
        "\"status\":\"error\",", "\"endDate\":\"9999-99-99 99:99:99\",",
        "\"message\":\"MAX_HOURS_EXCEED\",", "\"max\":9223372036854775807,", "\"cost\":1e30,",
    ]

    @Test(arguments: [UInt64(1), 20_261_121, 0xDEAD_BEEF])
    func `a mutated answer is an answer or an error, whatever was asked`(_ seed: UInt64) async {
        var dice = AnswerCorruptor(seed: seed, Self.scraps)
        let questions = HandlerAPIQuestion.allCases
        let statuses = [200, 200, 200, 400, 401, 404, 429, 500, 503]
        let words = ["STATUS_OK:12", "STATUS_CANCEL", "BANNED:'2024-07-26 12-05-00'"]
        for _ in 0..<2500 {
            let own = questions[dice.roll(questions.count)]
            let question = dice.roll(4) > 0 ? own : questions[dice.roll(questions.count)]
            let samples = own.granted + (dice.roll(3) == 0 ? words : [])
            let sample = Array(samples[dice.roll(samples.count)].utf8)
            let reply = HTTPReply(
                status: statuses[dice.roll(statuses.count)], headers: [("Date", serverDate)],
                body: dice.spoiled(sample))
            let scripted = ScriptedHandlerAPI(
                results: [.success(reply), .success(reply), .success(reply)],
                dialect: HandlerAPIDialect.allCases[dice.roll(4)])
            let error = await question.error(scripted)
            if let error { #expect(!error.description.isEmpty) }
        }
    }

    @Test func `large answers of one kind are read in one go`() async {
        let many = 30_000
        let bodies = [
            String(repeating: "[", count: many), String(repeating: "{\"a\":", count: many),
            "[" + String(repeating: "{\"id\":1},", count: many) + "{}]",
            String(repeating: "A", count: many), String(repeating: ":", count: many),
            "STATUS_OK:" + String(repeating: "9", count: many),
            "ACCESS_NUMBER:" + String(repeating: "1:", count: many),
            "{\"status\":\"success\",\"values\":["
                + String(repeating: "{\"text\":\"x\"},", count: many) + "{}]}",
            String(repeating: " ", count: many), String(repeating: key, count: many / 10),
        ]
        for body in bodies {
            for question in HandlerAPIQuestion.allCases {
                _ = await question.error(HTTPReply(200, body))
            }
        }
    }
}
