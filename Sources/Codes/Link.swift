/// How a word and a possible code belong together; the cheapest link wins.
struct Link {
    var hit: Hits.Hit
    var candidate: Int
    /// 0 if they touch; each word, comma and line between them costs, the end of a sentence most.
    var cost: Double
    /// Words between them.
    var words: Int
    /// Whether the word stands before the number.
    var isBefore: Bool
    /// Whether "is" or a colon stands right before the number.
    var isJoined: Bool
    /// Whether a noun such as "order" stands between a word for code and its number.
    var passesNoun = false
    /// Whether a comma or the end of a sentence stands between them.
    var passesStop = false
}

/// Walks from a word of the text to the possible codes beside it.
struct Linker {
    let reading: Reading
    let hits: Hits
    let masks: Masks
    let candidates: Candidates
    let sentences: Sentences

    /// Whether logging in or secrecy is spoken of.
    var hasAccess: Bool { !hits.kinds.isDisjoint(with: [.access, .otp]) }

    /// Tokens looked at on each side of a word.
    private static let reach = 70

    /// What a walk has passed.
    private struct Passed {
        /// In thirds: a scalar of a script without blanks is a third of a word.
        var thirds = 0
        var isJoined = false
        var sentences = 0
        var lines = 0
        var commas = 0
        var candidates = 0
        var hasNoun = false
        var isAfterWeak = false

        var words: Int { (thirds + 2) / 3 }
    }

    // MARK: Forward

    func linksAfter(_ hit: Hits.Hit) -> [Link] {
        var links: [Link] = []
        var passed = Passed()
        let isWeak = hit.kinds.isDisjoint(with: [.otp, .code])
        let isNoun = !hit.kinds.isDisjoint(with: [.noun, .other])
        var token = hit.tokens.upperBound
        let end = min(reading.tokens.count, token + Self.reach)
        while token < end, passed.sentences < 2, links.count < 3 {
            if let index = candidates.indexStarting(at: token) {
                let candidate = candidates.all[index]
                if let cost = costAfter(candidate, passed) {
                    links.append(
                        Link(
                            hit: hit, candidate: index, cost: cost, words: passed.words,
                            isBefore: true, isJoined: passed.isJoined,
                            passesNoun: passed.hasNoun,
                            passesStop: passed.commas + passed.sentences > 0))
                }
                passed.thirds += 3
                passed.isJoined = false
                // Capitals are most often a name.
                if candidate.isNumber { passed.candidates += 1 }
                token = candidate.tokens.upperBound
                continue
            }
            if let word = hits.covering(token), word.tokens.lowerBound == token {
                if !word.kinds.isDisjoint(with: [.otp, .code]) { break }
                if word.kinds.contains(.link) {
                    passed.isJoined = true
                    token = word.tokens.upperBound
                    continue
                }
                if !word.kinds.isDisjoint(with: [.noun, .other]) { passed.hasNoun = true }
                if isWeak, word.kinds.contains(.digits) {
                    token = word.tokens.upperBound
                    continue
                }
            }
            // What a noun names may be masked: then it names nothing else.
            if isNoun, passed.words <= 1, masks.contains(token),
                reading.isKind(token, .number, .mixed)
            {
                break
            }
            pass(token, &passed)
            token += 1
        }
        return links
    }

    private func costAfter(_ candidate: Candidate, _ passed: Passed) -> Double? {
        let others = Double(passed.candidates)
        if passed.sentences == 0, passed.thirds == 0 {
            return Double(passed.commas) * 0.2 + Double(passed.lines) * 0.1
        }
        if passed.sentences == 0, passed.isJoined, passed.words <= 18 {
            return 0.2 + Double(passed.thirds) / 30 + others * 0.3
        }
        if passed.lines > 0, isAlone(candidate) {
            return 1 + Double(passed.words) * 0.02 + Double(passed.sentences) * 0.3 + others
        }
        guard passed.words <= 10 else { return nil }
        return Double(passed.thirds) / 3 * 0.75 + Double(passed.sentences) * 4
            + Double(passed.lines) * 0.8 + Double(passed.commas) * 0.4 + others * 2
    }

    // MARK: Backward

    func linksBefore(_ hit: Hits.Hit) -> [Link] {
        var links: [Link] = []
        var passed = Passed()
        var token = hit.tokens.lowerBound - 1
        let end = max(-1, token - Self.reach)
        while token > end, links.count < 2 {
            if let index = candidates.indexEnding(at: token) {
                let candidate = candidates.all[index]
                let isJoined = isJoint(candidate.tokens.upperBound)
                if let cost = costBefore(candidate, passed, isJoined) {
                    links.append(
                        Link(
                            hit: hit, candidate: index, cost: cost, words: passed.words,
                            isBefore: false, isJoined: isJoined,
                            passesStop: passed.commas + passed.sentences > 0))
                }
                passed.thirds += 3
                if candidate.isNumber { passed.candidates += 1 }
                token = candidate.tokens.lowerBound - 1
                continue
            }
            if sentences.end(at: token), passed.sentences > 0 || passed.candidates > 0 { break }
            if hits.isCovered(token, by: [.otp, .code]),
                passed.candidates > 0 || !hits.isCovered(token, by: hit.kinds)
            {
                break
            }
            pass(token, &passed)
            token -= 1
        }
        return links
    }

    private func costBefore(_ candidate: Candidate, _ passed: Passed, _ isJoined: Bool) -> Double? {
        let others = Double(passed.candidates)
        if passed.sentences > 0 {
            // "Larkspur: 604118. Use this code to sign in."
            guard startsSentence(candidate), endsThere(candidate), passed.words <= 8 else {
                return nil
            }
            return 1 + Double(passed.words) * 0.05 + others
        }
        if passed.thirds == 0 {
            return 0.2 + Double(passed.commas) * 0.6 + Double(passed.lines) * 0.3
        }
        if passed.lines > 0 {
            guard isAlone(candidate), passed.words <= 12 else { return nil }
            return 1 + Double(passed.words) * 0.03 + others
        }
        let words = Double(passed.thirds) / 3
        let commas = Double(passed.commas)
        if isJoined, words <= 12 { return 0.4 + words * 0.08 + commas * 0.3 + others * 2 }
        if startsSentence(candidate), words <= 8 {
            return 0.8 + words * 0.15 + commas * 0.4 + others * 2
        }
        if isAfterWeak(candidate), words <= 8 {
            return 0.6 + words * 0.15 + commas * 0.4 + others * 2
        }
        guard words <= 4 else { return nil }
        return 1.3 + words * 0.6 + commas * 0.6 + others * 2
    }

    // MARK: What stands between

    private func pass(_ token: Int, _ passed: inout Passed) {
        switch reading.tokens[token].kind {
        case .word, .mixed, .number:
            passed.thirds += masks.contains(token) ? 1 : 3
            passed.isJoined = false
        case .dense:
            passed.thirds += 1
            passed.isJoined = false
        case .blank: break
        case .newline: passed.lines += 1
        case .mark:
            if sentences.end(at: token) {
                passed.sentences += 1
                passed.isJoined = false
            } else if isColon(token) {
                passed.isJoined = true
            } else if reading.isMark(token, ",", ";", "،", "、") {
                passed.commas += 1
                passed.isJoined = false
            }
        }
    }

    func isColon(_ token: Int) -> Bool {
        if reading.isMark(token, ":", "=", ">", "»", "→", "：", "⇒", "➜", "👉") { return true }
        return reading.isMark(token, "-")
            && (reading.isKind(token - 1, .blank) || reading.isKind(token + 1, .blank))
    }

    /// Whether "is", a dash or the like follows.
    func isJoint(_ token: Int) -> Bool {
        var token = token
        while reading.isKind(token, .blank)
            || reading.isMark(token, ")", "]", "\"", "'", "”", "】", "」", "»", "*")
        {
            token += 1
        }
        return token < reading.tokens.count && (isColon(token) || hits.isCovered(token, by: .link))
    }

    private func isAlone(_ candidate: Candidate) -> Bool {
        var before = candidate.tokens.lowerBound - 1
        while before >= 0, !reading.isKind(before, .newline, .word, .mixed, .number, .dense) {
            before -= 1
        }
        var after = candidate.tokens.upperBound
        while after < reading.tokens.count, reading.isKind(after, .blank, .mark) { after += 1 }
        return (before < 0 || reading.isKind(before, .newline))
            && (after >= reading.tokens.count || reading.isKind(after, .newline))
    }

    /// Whether nothing stands before it in its sentence, or only a name and a colon.
    func startsSentence(_ candidate: Candidate) -> Bool {
        var token = candidate.tokens.lowerBound - 1
        while token >= 0, reading.isKind(token, .blank, .mark) {
            if sentences.end(at: token) || isColon(token)
                || reading.isMark(token, "]", "】", ")", ">", "|")
            {
                return true
            }
            token -= 1
        }
        return token < 0 || reading.isKind(token, .newline)
    }

    /// Whether at most a name or a greeting stands before it in the text.
    func opensText(_ candidate: Candidate) -> Bool {
        let before = 0..<candidate.tokens.lowerBound
        return before.count <= 8 && before.count { reading.isKind($0, .word) } <= 2
            && !before.contains(where: sentences.end(at:))
            && (startsSentence(candidate) || before.contains { reading.isMark($0, ",") })
    }

    private func isAfterWeak(_ candidate: Candidate) -> Bool {
        var token = candidate.tokens.lowerBound - 1
        while token >= 0, reading.isKind(token, .blank, .mark), !sentences.end(at: token) {
            token -= 1
        }
        return token >= 0 && hits.isCovered(token, by: .weak)
    }
}

extension Linker {
    /// Whether a sentence, a line or the text ends right after a candidate.
    func endsThere(_ candidate: Candidate) -> Bool {
        var token = candidate.tokens.upperBound
        while reading.isMark(token, ")", "]", "\"", "'", "”", "】", "」", "»", "*") { token += 1 }
        return token >= reading.tokens.count || reading.isKind(token, .newline)
            || sentences.end(at: token) || reading.isMark(token, ",")
    }
}
