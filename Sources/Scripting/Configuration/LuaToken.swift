/// A name, literal or sign in Lua text with its line: just enough to find the line of a key.
struct LuaToken: Equatable {
    enum Kind: Equatable {
        case name(String)
        case string(String)
        case number(String)
        case sign(Character)
    }

    var kind: Kind
    var line: Int

    /// All tokens of a text that Lua has already accepted. Anything unexpected is skipped.
    static func all(in source: String) -> [LuaToken] {
        var scanner = Scanner(source)
        var tokens: [LuaToken] = []
        while let token = scanner.next() { tokens.append(token) }
        return tokens
    }
}

private struct Scanner {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    init(_ source: String) {
        bytes = Array(source.utf8)
    }

    mutating func next() -> LuaToken? {
        skipBlanks()
        guard let byte = peek() else { return nil }
        let start = line
        return LuaToken(kind: kind(byte), line: start)
    }

    private mutating func kind(_ byte: UInt8) -> LuaToken.Kind {
        if Scanner.isWord(byte) {
            let word = take {
                Scanner.isWord($0) || ($0 == UInt8(ascii: ".") && Scanner.isDigit(byte))
            }
            return Scanner.isDigit(byte) ? .number(word) : .name(word)
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return .string(quoted(byte)) }
        if let level = longBracket() { return .string(long(level)) }
        at += 1
        return .sign(Character(Unicode.Scalar(byte)))
    }

    private mutating func skipBlanks() {
        while let byte = peek() {
            if byte == UInt8(ascii: "-"), peek(1) == byte {
                at += 2
                if let level = longBracket() { _ = long(level) } else { _ = take { $0 != 10 } }
            } else if byte <= 32 {
                step()
            } else {
                return
            }
        }
    }

    private mutating func quoted(_ quote: UInt8) -> String {
        at += 1
        var text: [UInt8] = []
        while let byte = peek(), byte != quote {
            // Escapes do not matter for keys; the character after the backslash is taken literally.
            if byte == UInt8(ascii: "\\") { at += 1 }
            if let byte = peek() { text.append(byte) }
            step()
        }
        at += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// The number of `=` signs if a long bracket opens here.
    private func longBracket() -> Int? {
        guard peek() == UInt8(ascii: "[") else { return nil }
        var level = 0
        while peek(level + 1) == UInt8(ascii: "=") { level += 1 }
        return peek(level + 1) == UInt8(ascii: "[") ? level : nil
    }

    private mutating func long(_ level: Int) -> String {
        at += level + 2
        let start = at
        let closing = [93] + [UInt8](repeating: 61, count: level) + [93]
        while peek() != nil, !bytes[at...].starts(with: closing) { step() }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        at = min(at + closing.count, bytes.count)
        return text
    }

    private mutating func take(while belongs: (UInt8) -> Bool) -> String {
        let start = at
        while let byte = peek(), belongs(byte) { step() }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func step() {
        if peek() == 10 { line += 1 }
        at += 1
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        at + ahead < bytes.count ? bytes[at + ahead] : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
    }
}
