import Randomness

/// Lua as a person gets it wrong, and as nobody would write it.
enum LuaText {
    static let mutator = ByteMutator(scraps: [
        "{", "}", "(", ")", "[", "]", "[[", "]]", "[==[", "]==]", "--", "--[[", "=", "==", ",", ";",
        "..", "\"", "'", "\\", "\\u{7FFFFFFF}", "\n", "\r", "nil", "true", "function() end",
        "setmetatable({}, {__index = function() error('x') end})", "_G", "_ENV", "goto a ::a::",
        "for i = 1, 3 do end ", "while false do end ", "return ", "local ", "secret(",
        "secret_file",
        "ntfy {", "webhook {", "file {", "program {", "accounts", "channels", "routes", "rentals",
        "1e308", "0/0", "-1/0", "1 << 63", "9223372036854775807", "\"1h\"", "\"99999999999d\"",
        "string.rep('a', 1e6)", "error()", "error({})", "print()", "keeper", "os.exit()",
        "accounts.pool = accounts", "channels[1] = file { path = 'x' }", "#!", "\u{FEFF}",
        "table.concat", "string.format('%d', 3)", "(function() return 1 end)()", "a.b.c.d = 1",
    ])

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        if random.oneIn(3) { return swapped(sample, &random) }
        return mutator.spoiled(sample, &random)
    }

    /// A word of the text replaced by another word, or a value by another one: still Lua, mostly.
    private static func swapped(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        let text = String(decoding: sample, as: UTF8.self)
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        guard !words.isEmpty else { return mutator.spoiled(sample, &random) }
        let word = random.pick(words)
        let other: String =
            switch random.roll(4) {
            case 0: String(random.pick(words))
            case 1: random.pick(values)
            case 2: random.pick(Hostile.numbers)
            default: "\"" + random.pick(Hostile.texts).filter { $0 != "\"" && $0 != "\\" } + "\""
            }
        return Array(text.replacing(word, with: other, maxReplacements: 1).utf8)
    }

    private static let values = [
        "nil", "true", "{}", "{ {} }", "{ 1, nil, 3 }", "{ [1.5] = 2 }", "{ [true] = 1 }", "print",
        "secret('A')", "secret('NOT_SET')", "secret_file('x')", "file { path = 1 }", "ntfy {}",
        "webhook { url = {} }", "\"5s\"", "\"0s\"", "\"1d1d\"", "-1", "0.5", "1e99", "\"\"",
        "{ a = 1, 2 }", "coroutine", "setmetatable({}, { __pairs = error })", "\"\\xFF\"",
    ]
}
