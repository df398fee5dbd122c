/// What a link costs in all: its distance, how clear its word is, and how much its number looks like a
/// code.
struct Weighing {
    /// Below this a code is certain.
    static let certain = 1.8
    /// Below this it is likely.
    static let likely = 3.2

    private let linker: Linker
    private var hasAccess: Bool { linker.hasAccess }
    private var isAdvertisement: Bool { linker.hits.kinds.contains(.promotion) }

    init(_ linker: Linker) { self.linker = linker }

    /// How clearly a word speaks of a code.
    private enum Clarity {
        /// "verification code"
        case otp
        /// "code"
        case code
        /// "enter"
        case weak

        init(_ hit: Hits.Hit) {
            self =
                hit.kinds.contains(.otp) ? .otp : hit.kinds.contains(.code) ? .code : .weak
        }
    }

    /// Nil if the link cannot be of a code.
    func cost(of link: Link) -> Double? {
        let candidate = linker.candidates.all[link.candidate]
        let clarity = Clarity(link.hit)
        guard clarity != .weak || link.words <= 1 && mayBeTyped(candidate, link),
            let shape = cost(of: candidate, link, clarity)
        else { return nil }
        var cost = link.cost + shape
        guard clarity != .otp else { return cost }
        cost += clarity == .weak ? 1.9 : 0.3
        if hasAccess { return cost - 0.4 }
        // "I pushed the code at 0300"
        let isUsual = candidate.code.count == 6 || candidate.shape == .grouped
        if link.isBefore, !link.isJoined, link.words > 0, !isUsual {
            cost += link.words > 1 ? 2 : 1
        }
        return isAdvertisement && !isBesideSlogan(candidate) ? cost + 4 : cost
    }

    /// Whether a word that asks to type something in means the code: right before a number, or in a
    /// text about access.
    private func mayBeTyped(_ candidate: Candidate, _ link: Link) -> Bool {
        // "The digits 604118", "login: 604118"
        guard link.hit.kinds.contains(.weak) else { return link.words == 0 && link.isBefore }
        let count = candidate.code.count
        return hasAccess || linker.hits.kinds.contains(.code)
            || link.words == 0 && (link.isBefore ? count <= 6 : count == 6)
    }

    private func cost(of candidate: Candidate, _ link: Link, _ clarity: Clarity) -> Double? {
        let isBeside = link.cost <= 0.6
        switch candidate.shape {
        case .unusual:
            let isNear = isBeside || link.isJoined && link.cost <= 0.8
            return isNear && clarity != .weak ? 0.3 : nil
        case .grouped: return 0.1
        case .digits:
            guard !candidate.isYear else {
                let isFirst = link.isBefore || linker.startsSentence(candidate)
                return isBeside && isFirst ? 0.3 : nil
            }
            return digits(candidate.code)
        case .mixed, .small, .letters:
            guard clarity == .otp || mayBeLetters(candidate.code) else { return nil }
            return letters(candidate, link, clarity)
        }
    }

    /// Most codes have 6 digits, then 4 and 5; round numbers count something.
    private func digits(_ code: String) -> Double {
        let byCount = [4: 0.3, 5: 0.2, 6: 0.0, 7: 0.5, 8: 0.4][code.count] ?? 1.0
        return code.hasSuffix("000") ? byCount + 0.4 : byCount
    }

    /// Letters need their word near: capitals with digits can be many things, small letters are most
    /// often words.
    private func letters(_ candidate: Candidate, _ link: Link, _ clarity: Clarity) -> Double? {
        switch candidate.shape {
        case .mixed:
            let reach =
                clarity == .weak ? 0 : link.isJoined ? 0.95 : link.isBefore ? 0.65 : 0.8
            let isClear = clarity == .otp || hasAccess || link.isJoined
            return link.cost <= reach && (isClear || candidate.code.count > 4) ? 0.5 : nil
        case .small:
            let isNear = link.cost <= (link.isJoined ? 1 : 0.6)
            return clarity != .weak && isNear && link.isBefore ? 0.6 : nil
        default:
            guard clarity != .weak, link.cost <= 0.6, link.isBefore, link.isJoined,
                candidate.code.count >= 5, linker.endsThere(candidate),
                linker.hits.covering(candidate.tokens.lowerBound) == nil
            else { return nil }
            if Candidates.isNoWord(candidate.code.lowercased()) { return 0.6 }
            // What can be read aloud may be a word: "code: EXPIRED".
            return linker.isColon(link.hit.tokens.upperBound) ? 2 : nil
        }
    }

    /// Whether the text advertises with another code: "Your code is 5512. Use SUMMER25 for 25% off."
    private func isBesideSlogan(_ candidate: Candidate) -> Bool {
        candidate.isNumber && linker.candidates.all.contains { Candidates.isSlogan($0.code) }
    }

    /// Whether letters beside "code" may be a one-time code rather than a promotion code.
    private func mayBeLetters(_ code: String) -> Bool {
        !isAdvertisement && !linker.masks.hasAmount && (hasAccess || !Candidates.isSlogan(code))
    }
}
