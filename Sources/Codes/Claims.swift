/// What words for other numbers claim: a ticket, an account, points.
struct Claims {
    private struct Claim {
        var cost = Double.infinity
        /// By a noun that may also describe a code, over a colon or "is".
        var isWeak = false
    }

    private let linker: Linker
    private var claims: [Claim]

    init(_ linker: Linker) {
        self.linker = linker
        claims = Array(repeating: Claim(), count: linker.candidates.all.count)
        for hit in linker.hits.all {
            if !hit.kinds.isDisjoint(with: [.noun, .other]), !isTyped(hit) { claimAfter(hit) }
            if hit.kinds.contains(.after) { claimBefore(hit) }
        }
    }

    /// Whether a candidate surely is another number.
    func isTaken(_ candidate: Int) -> Bool { claims[candidate].cost <= 1 }

    /// Whether a candidate is left to a word for a code: no other word is nearer, or only one that
    /// describes the code ("your code for the order is 604118").
    func leave(_ link: Link) -> Bool {
        let claim = claims[link.candidate]
        if claim.isWeak, link.isJoined, link.passesNoun || !link.isBefore { return true }
        return link.cost < claim.cost
    }

    private mutating func claim(_ candidate: Int, _ cost: Double, isWeak: Bool) {
        guard cost < claims[candidate].cost else { return }
        claims[candidate] = Claim(cost: cost, isWeak: isWeak)
    }

    /// `order 604118`
    private mutating func claimAfter(_ hit: Hits.Hit) {
        guard let link = linker.linksAfter(hit).first, link.cost < 1.2, !link.passesStop else {
            return
        }
        let isJoined = link.isJoined || linker.isColon(hit.tokens.upperBound)
        claim(link.candidate, link.cost, isWeak: isJoined && !hit.kinds.contains(.other))
    }

    /// `604118 points`
    private mutating func claimBefore(_ hit: Hits.Hit) {
        guard let link = linker.linksBefore(hit).first, !link.passesStop else { return }
        let end = linker.candidates.all[link.candidate].tokens.upperBound
        // A single character of a script without blanks is a word only where it touches the number.
        let isDense = linker.reading.isKind(hit.tokens.lowerBound, .dense)
        guard isDense ? hit.tokens.lowerBound - end <= 1 : link.words <= 2 else { return }
        claim(link.candidate, Double(link.words) * 0.2, isWeak: false)
    }

    /// The "number" of "enter the number 604118".
    private func isTyped(_ hit: Hits.Hit) -> Bool {
        guard hit.kinds.contains(.digits) else { return false }
        let before = hit.tokens.lowerBound - 2
        return linker.hits.isCovered(before, by: .weak)
            || linker.hits.isCovered(before - 2, by: .weak)
    }
}
