/// Lua with a person's mistakes, and Lua that nobody would write.
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

    @Sendable static func spoil(_ sample: [UInt8], _ dice: inout Dice) -> [UInt8] {
        if dice.oneIn(3) { return swapped(sample, &dice) }
        return mutator.spoiled(sample, &dice)
    }

    /// The text with a word or a value replaced by another: usually still Lua.
    private static func swapped(_ sample: [UInt8], _ dice: inout Dice) -> [UInt8] {
        let text = String(decoding: sample, as: UTF8.self)
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        guard !words.isEmpty else { return mutator.spoiled(sample, &dice) }
        let word = dice.pick(words)
        let other: String =
            switch dice.roll(4) {
            case 0: String(dice.pick(words))
            case 1: dice.pick(values)
            case 2: dice.pick(Hostile.numbers)
            default: "\"" + dice.pick(Hostile.texts).filter { $0 != "\"" && $0 != "\\" } + "\""
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
