/// How long a text says its code is good.
struct Validity {
    let duration: Duration?

    init(_ reading: Reading, _ hits: Hits, _ sentences: Sentences) {
        var told: [Duration] = []
        for hit in hits.all where !hit.kinds.isDisjoint(with: .durations) {
            guard let count = Self.count(before: hit, reading, hits) else { continue }
            let unit =
                hit.kinds.contains(.second)
                ? 1
                : hit.kinds.contains(.minute)
                    ? 60 : hit.kinds.contains(.hour) ? 3600 : 86_400
            let isOther = Self.isNear(hit, .invalid, reading, hits, sentences)
            guard count > 0, count <= 999, !isOther else { continue }
            let time = Duration.seconds(count * unit)
            if Self.isNear(hit, .valid, reading, hits, sentences) {
                duration = time
                return
            }
            told.append(time)
        }
        duration = told.count == 1 ? told.first : nil
    }

    private static func count(before hit: Hits.Hit, _ reading: Reading, _ hits: Hits) -> Int? {
        var index = hit.tokens.lowerBound - 1
        while reading.isKind(index, .blank) || reading.isMark(index, "(", "-") { index -= 1 }
        if reading.isKind(index, .number) { return reading.value(index) }
        return hits.covering(index).flatMap { $0.kinds.contains(.count) ? hits.value(of: $0) : nil }
    }

    /// Whether a word of a kind stands in the same sentence, not far off.
    private static func isNear(
        _ hit: Hits.Hit, _ kind: WordKind, _ reading: Reading, _ hits: Hits, _ sentences: Sentences
    ) -> Bool {
        let reach = 24
        var index = hit.tokens.lowerBound - 1
        while index >= 0, hit.tokens.lowerBound - index < reach, !sentences.end(at: index) {
            if hits.isCovered(index, by: kind) { return true }
            index -= 1
        }
        index = hit.tokens.upperBound
        while index < reading.tokens.count, index - hit.tokens.upperBound < reach,
            !sentences.end(at: index)
        {
            if hits.isCovered(index, by: kind) { return true }
            index += 1
        }
        return false
    }
}
