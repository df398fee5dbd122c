/// Chooses the code among what may be one, and says how sure that is.
struct Choice {
    let linker: Linker
    let claims: Claims

    var reading: Reading { linker.reading }
    var candidates: [Candidate] { linker.candidates.all }

    init(_ linker: Linker) {
        self.linker = linker
        claims = Claims(linker)
    }

    var found: FoundCode? { bare ?? linked ?? leading ?? lonely }

    /// The code that a word of the text names.
    private var linked: FoundCode? {
        let weighing = Weighing(linker)
        let links = linker.hits.all.filter(names).compactMap { hit in
            openLinks(of: hit).compactMap { link in
                weighing.cost(of: link).map { (link: link, cost: $0) }
            }
            .min { $0.cost < $1.cost }
        }
        guard let first = links.min(by: { $0.cost < $1.cost }), first.cost < Weighing.likely else {
            return nil
        }
        let code = candidates[first.link.candidate].code
        // Two numbers named as well are a doubt.
        let isContested = links.contains {
            $0.cost - first.cost < 0.2 && candidates[$0.link.candidate].code != code
        }
        let isCertain = first.cost < Weighing.certain && !isContested || isForApp
        return FoundCode(
            code: code, confidence: isCertain ? .certain : .likely, reason: reason(first.link))
    }

    /// The numbers that other words leave to one for a code. Where "is" or a colon leads to a number, the
    /// word does not look back.
    private func openLinks(of hit: Hits.Hit) -> [Link] {
        let after = linker.linksAfter(hit).filter(claims.leave)
        guard !after.contains(where: { $0.isJoined && $0.cost < 1 }) else { return after }
        return after + linker.linksBefore(hit).filter(claims.leave)
    }

    /// Whether a word may name the code.
    private func names(_ hit: Hits.Hit) -> Bool {
        !hit.kinds.isDisjoint(with: [.otp, .code, .weak])
            || hit.kinds.contains(.digits) && hit.kinds.isDisjoint(with: [.noun, .other])
            || hit.kinds.contains(.access) && linker.isColon(hit.tokens.upperBound)
    }

    /// A message that Android hands to an app begins so.
    var isForApp: Bool {
        reading.isMark(0, "<") && reading.isMark(1, "#") && reading.isMark(2, ">")
            || reading.isMark(0, "[") && reading.isMark(1, "#") && reading.isMark(2, "]")
    }

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
