/// The lines of a configuration's keys, found in its text: assignments and the fields of table
/// constructors. Keys computed by a loop are not found, and need not be.
struct KeyLines: Equatable, Sendable {
    private var lines: [[String]: Int] = [:]

    init(_ source: String) {
        var finder = Finder(LuaToken.all(in: source))
        finder.find()
        lines = finder.lines
    }

    /// The line of the key at that path, or of the nearest enclosing table.
    func line(of path: [String]) -> Int? {
        var path = path
        while !path.isEmpty {
            if let line = lines[path] { return line }
            path.removeLast()
        }
        return nil
    }
}

private struct Finder {
    private(set) var lines: [[String]: Int] = [:]
    private let tokens: [LuaToken]
    private var at = 0

    /// Deeper than any configuration; deeper text is not analysed.
    private static let deepest = 50

    init(_ tokens: [LuaToken]) {
        self.tokens = tokens
    }

    mutating func find() {
        while at < tokens.count {
            if let path = target() { value(path, until: []) } else { at += 1 }
        }
    }

    /// Reads `accounts.pool =`; nil if no assignment begins here.
    private mutating func target() -> [String]? {
        guard case .name(let first)? = kind(0) else { return nil }
        var path = [first]
        var ahead = 1
        while true {
            if kind(ahead) == .sign("."), case .name(let name)? = kind(ahead + 1) {
                path.append(name)
                ahead += 2
            } else if kind(ahead) == .sign("["), let key = key(ahead + 1),
                kind(ahead + 2) == .sign("]")
            {
                path.append(key)
                ahead += 3
            } else {
                break
            }
        }
        guard kind(ahead) == .sign("="), kind(ahead + 1) != .sign("=") else { return nil }
        lines[path] = tokens[at].line
        at += ahead + 1
        return path
    }

    /// Reads the assigned value: a table, or a constructor called with one. Anything else is
    /// skipped up to one of `ends`, or not at all if `ends` is empty.
    private mutating func value(_ path: [String], until ends: Set<Character>) {
        if case .name? = kind(0), kind(1) == .sign("{") { at += 1 }
        if kind(0) == .sign("("), kind(1) == .sign("{") { at += 1 }
        if kind(0) == .sign("{") { table(path) }
        guard !ends.isEmpty else { return }
        var depth = 0
        while case let kind? = kind(0) {
            if case .sign(let sign) = kind {
                if depth == 0, ends.contains(sign) { return }
                if "({[".contains(sign) { depth += 1 }
                if ")}]".contains(sign) { depth -= 1 }
            }
            at += 1
        }
    }

    private mutating func table(_ path: [String]) {
        at += 1
        guard path.count < Finder.deepest else { return }
        var place = 1
        while case let token? = kind(0) {
            switch token {
            case .sign("}"):
                at += 1
                return
            case .sign(","), .sign(";"):
                at += 1
                continue
            default: break
            }
            let line = tokens[at].line
            let key: String
            if case .name(let name) = token, kind(1) == .sign("="), kind(2) != .sign("=") {
                key = name
                at += 2
            } else if token == .sign("["), let named = self.key(1), kind(2) == .sign("]") {
                key = named
                at += 4
            } else {
                key = String(place)
                place += 1
            }
            lines[path + [key]] = line
            value(path + [key], until: [",", ";", "}"])
        }
    }

    private func kind(_ ahead: Int) -> LuaToken.Kind? {
        at + ahead < tokens.count ? tokens[at + ahead].kind : nil
    }

    private func key(_ ahead: Int) -> String? {
        switch kind(ahead) {
        case .string(let text), .number(let text): text
        default: nil
        }
    }
}
