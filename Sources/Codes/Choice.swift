/// Chooses the code among what may be one, and says how sure that is.
struct Choice {
    private let linker: Linker
    private var reading: Reading { linker.reading }
    private var candidates: [Candidate] { linker.candidates.all }

    init(_ linker: Linker) { self.linker = linker }

    /// Below this a code is certain, below the other it is likely.
    private static let certain = 1.8
    private static let likely = 3.2

    var found: FoundCode? {
        if let bare { return bare }
        let claims = claims()
        var best: [(link: Link, cost: Double)] = []
        for hit in linker.hits.all where names(hit) {
            if let link = bestLink(of: hit, claims) { best.append(link) }
        }
        best.sort { $0.cost < $1.cost }
        guard let first = best.first, first.cost < Self.likely else {
            return leading(claims) ?? lonely
        }
        let code = candidates[first.link.candidate].code
        let rival = best.first { candidates[$0.link.candidate].code != code }
        let isContested = rival.map { $0.cost - first.cost < 0.2 } ?? false
        let isCertain = first.cost < Self.certain && !isContested || isRetrieved
        return FoundCode(
            code: code, confidence: isCertain ? .certain : .likely, reason: reason(first.link))
    }

    /// Whether a word may name the code.
    private func names(_ hit: Hits.Hit) -> Bool {
        !hit.kinds.isDisjoint(with: [.otp, .code, .weak])
            || hit.kinds.contains(.digits) && hit.kinds.isDisjoint(with: [.noun, .other])
            || hit.kinds.contains(.access) && linker.isColon(hit.tokens.upperBound)
    }

    /// A text that is nothing but a number.
    private var bare: FoundCode? {
        guard candidates.count == 1, let only = candidates.first, only.isNumber,
            only.code.count <= 8
        else { return nil }
        let isBare = reading.tokens.indices.allSatisfy {
            only.tokens.contains($0) || reading.isKind($0, .blank, .newline)
                || reading.isMark($0, ".", "[", "]", "(", ")", "\"", "'", "*", "#", "<", ">")
        }
        guard isBare else { return nil }
        return FoundCode(
            code: only.code, confidence: .certain, reason: "the text is nothing but a number")
    }

    /// A message that Android hands to an app begins so.
    private var isRetrieved: Bool {
        reading.isMark(0, "<") && reading.isMark(1, "#") && reading.isMark(2, ">")
            || reading.isMark(0, "[") && reading.isMark(1, "#") && reading.isMark(2, "]")
    }

    /// A number that opens the text, with a dash or "is" behind it, where logging in or secrecy is
    /// spoken of; or the only number of a message for an app.
    private func leading(_ claims: [Claim]) -> FoundCode? {
        let open = candidates.indices.filter { candidates[$0].isNumber && claims[$0].cost > 1 }
        guard open.count == 1, let index = open.first, candidates[index].shape != .unusual else {
            return nil
        }
        let only = candidates[index]
        if isRetrieved {
            return FoundCode(
                code: only.code, confidence: .certain,
                reason: "the only number of a message for an app")
        }
        guard hasAccess, !linker.hits.kinds.contains(.promotion), !linker.masks.hasAmount,
            linker.opensText(only), linker.isJoint(only.tokens.upperBound)
        else { return nil }
        return FoundCode(
            code: only.code, confidence: .likely,
            reason: "\(only.code.count) digits, at the beginning of a text about access")
    }

    /// In a language that the table lacks: one number of six digits in a short text.
    private var lonely: FoundCode? {
        let hits = linker.hits
        let isWarning = hits.kinds.contains(.code) && hits.kinds.contains(.access)
        guard hits.kinds.isDisjoint(with: [.otp, .promotion, .noun, .other, .after]), !isWarning,
            !linker.masks.hasAmount, reading.tokens.count <= 60, reading.written.count <= 160
        else { return nil }
        let numbers = candidates.filter(\.isNumber)
        guard numbers.count == 1, let only = numbers.first, only.code.count == 6,
            only.shape != .unusual, !only.code.hasSuffix("000"),
            !reading.tokens.indices.contains(where: {
                reading.isKind($0, .number) && !only.tokens.contains($0) && reading.length($0) > 2
            })
        else { return nil }
        return FoundCode(
            code: only.code, confidence: .likely,
            reason: "the only number, 6 digits, in a short text")
    }

    // MARK: Who claims a number

    /// What words for other numbers ask for each candidate.
    private struct Claim {
        var cost = Double.infinity
        /// By a noun that may describe a code, over a colon or "is".
        var isWeak = false
    }

    private func claims() -> [Claim] {
        var claims = Array(repeating: Claim(), count: candidates.count)
        func claim(_ link: Link, _ isWeak: Bool) {
            guard link.cost < claims[link.candidate].cost else { return }
            claims[link.candidate] = Claim(cost: link.cost, isWeak: isWeak)
        }
        for hit in linker.hits.all {
            if !hit.kinds.isDisjoint(with: [.noun, .other]), !isTyped(hit) {
                if let link = linker.linksAfter(hit).first, link.cost < 1.2, !link.passesComma {
                    let isColon = link.isJoined || linker.isColon(hit.tokens.upperBound)
                    claim(link, isColon && !hit.kinds.contains(.other))
                }
            }
            if hit.kinds.contains(.after) {
                let isDense = reading.isKind(hit.tokens.lowerBound, .dense)
                for link in linker.linksBefore(hit).prefix(1)
                where isDense ? isBeside(hit, link) : link.words <= 2 {
                    claim(
                        Link(
                            hit: hit, candidate: link.candidate, cost: Double(link.words) * 0.2,
                            words: link.words, isBefore: false, isJoined: false), false)
                }
            }
        }
        return claims
    }

    /// The "number" of "enter the number 604118".
    private func isTyped(_ hit: Hits.Hit) -> Bool {
        guard hit.kinds.contains(.digits) else { return false }
        let before = hit.tokens.lowerBound - 2
        return linker.hits.isCovered(before, by: .weak)
            || linker.hits.isCovered(before - 2, by: .weak)
    }

    private func isBeside(_ hit: Hits.Hit, _ link: Link) -> Bool {
        hit.tokens.lowerBound - candidates[link.candidate].tokens.upperBound <= 1
    }

    // MARK: What a word for a code asks for

    private func bestLink(of hit: Hits.Hit, _ claims: [Claim]) -> (link: Link, cost: Double)? {
        let links = linker.linksAfter(hit) + linker.linksBefore(hit)
        let open = links.filter { link in
            let claim = claims[link.candidate]
            if claim.isWeak, link.isJoined, link.passesNoun || !link.isBefore { return true }
            return link.cost < claim.cost
        }
        let weighed = open.compactMap { link in cost(of: link).map { (link, $0) } }
        return weighed.min { $0.1 < $1.1 }
    }

    private var hasAccess: Bool { !linker.hits.kinds.isDisjoint(with: [.access, .otp]) }

    private func cost(of link: Link) -> Double? {
        let isOTP = link.hit.kinds.contains(.otp)
        let isWeak = !isOTP && !link.hit.kinds.contains(.code)
        if isWeak, link.words > 1 { return nil }
        guard let shape = shapeCost(of: candidates[link.candidate], link, isOTP, isWeak) else {
            return nil
        }
        var cost = link.cost + shape
        if isWeak { cost += 1.9 } else if !isOTP { cost += 0.3 }
        if isWeak, !mayBeTyped(link) { return nil }
        if !isOTP, hasAccess { cost -= 0.4 }
        // "I pushed the code at 0300"
        let isPlain = !isOTP && !hasAccess && link.isBefore && !link.isJoined && link.words > 0
        if isPlain, candidates[link.candidate].code.count != 6 { cost += link.words > 1 ? 2 : 1 }
        if !isOTP, !hasAccess, linker.hits.kinds.contains(.promotion) { cost += 4 }
        return cost
    }

    /// Whether a word that asks to type something in means the code: right before a number, or in a
    /// text about access.
    private func mayBeTyped(_ link: Link) -> Bool {
        let count = candidates[link.candidate].code.count
        // "The digits 604118", "login: 604118"
        guard link.hit.kinds.contains(.weak) else { return link.words == 0 && link.isBefore }
        return hasAccess || linker.hits.kinds.contains(.code)
            || link.words == 0 && (link.isBefore ? count <= 6 : count == 6)
    }

    private func shapeCost(
        of candidate: Candidate, _ link: Link, _ isOTP: Bool, _ isWeak: Bool
    ) -> Double? {
        let isBeside = link.cost <= 0.6
        switch candidate.shape {
        case .unusual: return isBeside && !isWeak ? 0.3 : nil
        case .grouped: return 0.1
        case .mixed:
            let reach = isWeak ? 0 : link.isJoined ? 0.95 : link.isBefore ? 0.65 : 0.8
            let isShort = candidate.code.count == 4 && !isOTP && !hasAccess && !link.isJoined
            guard link.cost <= reach, !isShort, isOTP || mayBeLetters(candidate.code) else {
                return nil
            }
            return 0.5
        case .small:
            guard !isWeak, link.cost <= (link.isJoined ? 1 : 0.6), link.isBefore,
                isOTP || mayBeLetters(candidate.code)
            else {
                return nil
            }
            return 0.6
        case .letters:
            guard !isWeak, isBeside, link.isBefore, link.isJoined, candidate.code.count >= 5,
                isOTP || mayBeLetters(candidate.code), linker.endsThere(candidate),
                linker.hits.covering(candidate.tokens.lowerBound) == nil
            else { return nil }
            if Candidates.isNoWord(candidate.code.lowercased()) { return 0.6 }
            // What can be read aloud may be a word: "code: EXPIRED".
            return isOTP && linker.isColon(link.hit.tokens.upperBound) ? 2 : nil
        case .digits:
            if isYear(candidate.code) {
                return isBeside && (link.isBefore || linker.startsSentence(candidate)) ? 0.3 : nil
            }
            let count = candidate.code.count
            let digits = [4: 0.3, 5: 0.2, 6: 0.0, 7: 0.5, 8: 0.4][count] ?? 1.0
            return candidate.code.hasSuffix("000") ? digits + 0.4 : digits
        }
    }

    /// Whether letters beside "code" may be a one-time code rather than a promotion code.
    private func mayBeLetters(_ code: String) -> Bool {
        let isSelling = linker.hits.kinds.contains(.promotion) || linker.masks.hasAmount
        return !isSelling && (hasAccess || !Candidates.isSlogan(code))
    }

    private func isYear(_ code: String) -> Bool {
        code.count == 4 && (code.hasPrefix("19") || code.hasPrefix("20"))
    }

    // MARK: In words

    private func reason(_ link: Link) -> String {
        let candidate = candidates[link.candidate]
        let count = candidate.code.count
        let what: String
        switch candidate.shape {
        case .digits, .unusual: what = "\(count) digits"
        case .grouped: what = "\(count) digits in groups"
        case .mixed, .small: what = "\(count) letters and digits"
        case .letters: what = "\(count) letters"
        }
        let side = link.isBefore ? "after" : "before"
        let distance =
            link.words == 0 ? "right" : link.words == 1 ? "1 word" : "\(link.words) words"
        return "\(what), \(distance) \(side) '\(linker.hits.spelling(of: link.hit))'"
    }
}
