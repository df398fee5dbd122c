/// Durations as people write them, in config.lua, in a script's schedule and after an option.
extension Duration {
    /// The longest one: ten years.
    package static let longestSpelled = Duration.days(3660)

    /// Reads `250ms`, `90s`, `10m`, `1h30m`, `2d`, `1w`; nil for anything else, or more than ten
    /// years.
    package init?(spelled text: some StringProtocol) {
        let units: [Substring: Int64] = [
            "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
        ]
        let longest = Self.longestSpelled.milliseconds
        var total: Int64 = 0
        var rest = Substring(text)
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { !$0.isWholeNumber }
            rest = rest.dropFirst(letters.count)
            guard let count = Int64(digits), let unit = units[letters], count <= longest / unit
            else { return nil }
            total += count * unit
            guard total <= longest else { return nil }
        } while !rest.isEmpty
        self = .milliseconds(total)
    }
}
