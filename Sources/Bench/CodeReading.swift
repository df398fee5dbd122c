import Codes

/// How long the finder of codes takes for a text, and that this grows with its length alone.
struct CodeReading {
    private static let ordinary =
        "Dear customer, 604118 is the OTP for your payment of Rs. 4,250.00 at LARKSPUR with your "
        + "card ending 9917 on 12-05-26 10:44. It is valid for 5 minutes. Never share it with "
        + "anyone, our staff will never ask for it. Not you? Call 18005550177 or visit "
        + "https://larkspur.example/help?id=88120411. Thank you for banking."

    /// Parts that strangers could repeat to make a search take long.
    private static let hostile = ["code 12 ", "order code ", "1-", "K7M-", "验证码1234", "a@b.c/"]

    /// Texts of about 300 characters, 10,000 of each kind, in turns; then the same amount in long ones.
    func measure() -> Table {
        var table = Table("reading codes", "us a text", "10,000 texts, ms", "of the first")
        var samples: [Sample] = Array(repeating: Sample(), count: 3)
        let short = Self.hostile.map { String(repeating: $0, count: 300 / $0.count) }
        let long = Self.hostile.map { String(repeating: $0, count: 100_000 / $0.count) }
        for _ in 0..<5 {
            samples[0].add(time(Array(repeating: Self.ordinary, count: 10_000)))
            samples[1].add(time((0..<10_000).map { short[$0 % short.count] }))
            // As many characters, in texts that are 333 times as long.
            samples[2].add(time((0..<30).map { long[$0 % long.count] }))
        }
        for (name, sample) in zip(
            ["an ordinary text", "hostile texts", "hostile, 100,000 long"], samples)
        {
            table.add(
                name,
                [
                    (sample.median * 100).short, (sample.median * 1000).short,
                    sample.ratio(to: samples[0]).times,
                ])
        }
        table.note("The last row reads as many characters in 30 texts of 100,000.")
        return table
    }

    private func time(_ texts: [String]) -> Double {
        let duration = ContinuousClock().measure {
            for text in texts { _ = CodeFinder.find(in: text) }
        }
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
