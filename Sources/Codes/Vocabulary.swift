/// The words of the table, found in a text in time linear in its length.
struct Vocabulary: Sendable {
    struct Entry: Sendable {
        var kinds: WordKind
        /// As the table spells it, for the reason.
        var spelling: String
        /// The number of a number word.
        var value: Int?
        /// Only as the table spells it, but for a capital at its beginning.
        var isExact: Bool
        /// Another entry with the same letters, or -1.
        var next = -1
    }

    static let compiledIn = Vocabulary(.compiledIn)

    private(set) var entries: [Entry] = []
    private var forward = Trie()
    /// Endings of words, read from their last letter.
    private var backward = Trie()

    init(_ table: WordTable) {
        for entry in table.entries {
            for spelling in entry.spellings { add(spelling, entry.kind) }
        }
        // `kod` is also what `kod*` is.
        for node in forward.nodes where node.whole >= 0 && node.open >= 0 {
            entries[node.whole].kinds.formUnion(entries[node.open].kinds)
        }
    }

    private mutating func add(_ spelling: String, _ kind: WordKind) {
        let sides = spelling.split(separator: "=", omittingEmptySubsequences: false)
        let isExact = spelling.hasPrefix("=")
        let value = !isExact && sides.count == 2 ? Int(sides[1]) : nil
        let word = isExact ? String(sides[1]) : String(sides[0])
        let key = Self.key(word)
        let isEnding = word.hasPrefix("*")
        let isBeginning = word.hasSuffix("*")
        let node =
            isEnding ? backward.insert(key.reversed()) : forward.insert(key)
        let at = isEnding || isBeginning ? \Trie.Node.open : \Trie.Node.whole
        var known = (isEnding ? backward : forward).nodes[node][keyPath: at]
        let first = known
        let bare = word.filter { $0 != "*" }
        while known >= 0 {
            if entries[known].isExact == isExact, !isExact || entries[known].spelling == bare {
                entries[known].kinds.formUnion(kind)
                return
            }
            known = entries[known].next
        }
        entries.append(
            Entry(kinds: kind, spelling: bare, value: value, isExact: isExact, next: first))
        if isEnding {
            backward.nodes[node][keyPath: at] = entries.count - 1
        } else {
            forward.nodes[node][keyPath: at] = entries.count - 1
        }
    }

    /// Folded, with one blank where words are apart.
    private static func key(_ spelling: String) -> [UInt32] {
        let reading = Reading(spelling.filter { $0 != "*" })
        var key: [UInt32] = []
        for token in reading.tokens {
            switch token.kind {
            case .word, .dense, .number, .mixed: key += reading.folded[token.range]
            case .blank, .newline: key.append(0x20)
            case .mark:
                let mark = reading.folded[token.range.lowerBound]
                key.append(mark == 0x2D ? 0x20 : mark)
            }
        }
        return key
    }

    struct Match {
        var entry: Int
        /// The tokens it covers.
        var tokens: Range<Int>
    }

    /// The longest word or phrase that begins with a token.
    func match(at start: Int, in reading: Reading) -> Match? {
        var node = 0
        var best: Match?
        var index = start
        while index < reading.tokens.count {
            let token = reading.tokens[index]
            var open = -1
            switch token.kind {
            case .word, .dense, .number, .mixed:
                guard let next = forward.walk(reading.folded[token.range], from: node, open: &open)
                else {
                    if open >= 0 { take(open, start..<(index + 1), reading, &best) }
                    return best ?? ending(at: start, in: reading)
                }
                node = next
                if open >= 0 { take(open, start..<(index + 1), reading, &best) }
                let whole = forward.nodes[node].whole
                if whole >= 0 { take(whole, start..<(index + 1), reading, &best) }
            case .blank, .mark:
                let scalar = reading.folded[token.range.lowerBound]
                guard let next = forward.child(of: node, scalar == 0x2D ? 0x20 : scalar) else {
                    return best ?? ending(at: start, in: reading)
                }
                node = next
                // A mark can end an entry, like the dot of "A/c".
                let whole = forward.nodes[node].whole
                if whole >= 0 { take(whole, start..<(index + 1), reading, &best) }
            case .newline: return best ?? ending(at: start, in: reading)
            }
            index += 1
        }
        return best ?? ending(at: start, in: reading)
    }

    private func take(_ first: Int, _ tokens: Range<Int>, _ reading: Reading, _ best: inout Match?)
    {
        var entry = first
        while entry >= 0 {
            if !entries[entry].isExact || isWritten(entries[entry].spelling, tokens, reading) {
                best = Match(entry: entry, tokens: tokens)
                return
            }
            entry = entries[entry].next
        }
    }

    /// Whether tokens are written as the table spells them, but for a capital at the beginning.
    private func isWritten(_ spelling: String, _ tokens: Range<Int>, _ reading: Reading) -> Bool {
        let range =
            reading.tokens[tokens.lowerBound].range
            .lowerBound..<reading.tokens[tokens.upperBound - 1].range.upperBound
        let written = reading.writing(range)
        return written == spelling
            || written.dropFirst() == spelling.dropFirst()
                && written.first?.lowercased() == spelling.first.map(String.init)
    }

    /// Longer words are not looked at from their end.
    private static let longestWord = 48

    private func ending(at index: Int, in reading: Reading) -> Match? {
        let token = reading.tokens[index]
        guard token.kind == .word, token.range.count <= Self.longestWord else { return nil }
        var open = -1
        _ = backward.walk(reading.folded[token.range].reversed(), from: 0, open: &open)
        return open >= 0 ? Match(entry: open, tokens: index..<(index + 1)) : nil
    }

    /// The kinds of a word that is written together with digits.
    func kinds(ofWord scalars: ArraySlice<UInt32>) -> WordKind {
        var open = -1
        guard let node = forward.walk(scalars, from: 0, open: &open) else { return [] }
        let whole = forward.nodes[node].whole
        return whole >= 0 && !entries[whole].isExact ? entries[whole].kinds : []
    }
}
