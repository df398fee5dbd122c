/// Codes that no word names: the text is nothing else, opens with it, or holds no other number.
extension Choice {
    /// A text that is nothing but a number.
    var bare: FoundCode? {
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

    /// A number that opens the text, with a dash or "is" behind it, where logging in or secrecy is
    /// spoken of; or the only number of a message for an app.
    var leading: FoundCode? {
        let open = candidates.indices.filter { candidates[$0].isNumber && !claims.isTaken($0) }
        guard open.count == 1, let index = open.first, candidates[index].shape != .unusual else {
            return nil
        }
        let only = candidates[index]
        if isForApp {
            return FoundCode(
                code: only.code, confidence: .certain,
                reason: "the only number of a message for an app")
        }
        guard linker.hasAccess, !linker.hits.kinds.contains(.promotion), !linker.masks.hasAmount,
            linker.opensText(only), linker.isJoint(only.tokens.upperBound)
        else { return nil }
        return FoundCode(
            code: only.code, confidence: .likely,
            reason: "\(only.code.count) digits, at the beginning of a text about access")
    }

    /// Without any word to go by: the only number in a short text, of six digits if the language is
    /// one whose words the table knows well.
    var lonely: FoundCode? {
        let hits = linker.hits
        let isWarning = hits.kinds.contains(.code) && hits.kinds.contains(.access)
        guard hits.kinds.isDisjoint(with: [.otp, .promotion, .noun, .other, .after]), !isWarning,
            !linker.masks.hasAmount, reading.tokens.count <= 60, reading.written.count <= 160
        else { return nil }
        let numbers = candidates.filter(\.isNumber)
        guard numbers.count == 1, let only = numbers.first, only.shape != .unusual,
            !only.code.hasSuffix("000"), !only.isYear
        else { return nil }
        let others = reading.tokens.indices.filter {
            reading.isKind($0, .number) && !only.tokens.contains($0)
        }
        let isAlone =
            only.code.count == 6
            ? others.allSatisfy { reading.length($0) <= 2 }
            : others.isEmpty && !hits.kinds.contains(.plain) && !only.code.hasSuffix("00")
        guard isAlone else { return nil }
        return FoundCode(
            code: only.code, confidence: .likely,
            reason: "the only number, \(only.code.count) digits, in a short text")
    }
}
