/// The words of the table that a text holds.
struct Hits {
    struct Hit {
        var kinds: WordKind
        /// Which word of the vocabulary it is.
        var entry: Int
        var tokens: Range<Int>
    }

    private(set) var all: [Hit] = []
    /// For each token, which hit covers it, or -1.
    private var covering: [Int]
    /// All kinds that occur.
    private(set) var kinds: WordKind = []
    private let vocabulary: Vocabulary

    init(in reading: Reading, of vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        covering = Array(repeating: -1, count: reading.tokens.count)
        var index = 0
        while index < reading.tokens.count {
            guard !reading.isKind(index, .blank, .newline, .number),
                let match = vocabulary.match(at: index, in: reading)
            else {
                index += 1
                continue
            }
            let entry = vocabulary.entries[match.entry]
            for token in match.tokens { covering[token] = all.count }
            all.append(Hit(kinds: entry.kinds, entry: match.entry, tokens: match.tokens))
            kinds.formUnion(entry.kinds)
            index = match.tokens.upperBound
        }
    }

    func spelling(of hit: Hit) -> String { vocabulary.entries[hit.entry].spelling }

    /// The number that a word for one tells.
    func value(of hit: Hit) -> Int? { vocabulary.entries[hit.entry].value }

    func covering(_ token: Int) -> Hit? {
        guard covering.indices.contains(token), covering[token] >= 0 else { return nil }
        return all[covering[token]]
    }

    /// Whether a token belongs to a word of a kind.
    func isCovered(_ token: Int, by kinds: WordKind) -> Bool {
        covering(token).map { !$0.kinds.isDisjoint(with: kinds) } ?? false
    }
}
