import Testing

@testable import Scripting

/// Inputs that once caused a failure, each with its failure, kept as regression tests.
@Suite("Findings") struct FindingTests {
    struct Finding: Sendable, CustomTestStringConvertible {
        var target: Target
        var input: [UInt8]
        var testDescription: String

        init(_ target: Target, _ input: String, _ what: String) {
            self.init(target, Array(input.utf8), what)
        }

        init(_ target: Target, _ input: [UInt8], _ what: String) {
            self.target = target
            self.input = input
            testDescription = what
        }
    }

    static let all: [Finding] = [
        Finding(
            .answers, "order 422\n\n\"\(Answers.key)\u{301}\"",
            "a key with an accent behind it was shown"),
        Finding(
            .answers, "offer 200\n\n{\"price\":\"0.24\",\"success_rate\":1e300}",
            "a success rate that no integer holds brought `offers` down"),
        Finding(
            .answers,
            "rent 200\n\n{\"success\":1,\"rental_code\":\"A\",\"days\":9223372036854775807}",
            "a rental of more days than there are seconds to count them in"),
        Finding(
            .answers,
            "rentalOffers 200\n\n[{\"name\":\"US\",\"pricing\":{\"9223372036854775807\":1}}]",
            "an offer of as many days"),
        Finding(
            .answers,
            "order 200\nDate: Fri, 31 Dec 9999 23:59:59 GMT\n\n"
                + "{\"success\":1,\"order_id\":\"A\",\"expires_in\":600}",
            "an order that ends in a year that cannot be written"),
        Finding(
            .configuration, "accounts = { [('x'):rep(200000)] = 1 }",
            "an error as long as what it quotes"),
        Finding(
            .words, "9999-12-31T23:59:59-23:59", "a time zone that leads out of the last year"),
        Finding(.words, "0001-01-01T00:00:00+23:59", "and one that leads out of the first"),
        Finding(.words, "Fri, 31 Dec 9999 23:59:60 GMT", "the leap second of the last day"),
        Finding(
            .wire,
            Wire.reply(
                ["kind": "after", "name": "t", "delay": .integer(.max)]),
            "a timer further off than time goes"),
    ]

    @Test(arguments: all) func `stay mended`(_ finding: Finding) async {
        let complaint = await finding.target.read(finding.input)
        #expect(complaint == nil, "\(complaint ?? "")")
    }
}
