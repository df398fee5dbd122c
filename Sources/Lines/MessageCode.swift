package import Codes

/// The one-time code of a message: how sure it is and why, how long it is good and for what.
package struct MessageCode: Equatable, Sendable {
    package var code: String
    package var confidence: CodeConfidence
    /// Why this is the code, in words; nil for a message stored before reasons were kept.
    package var reason: String?
    /// When it stops being accepted, if known.
    package var validUntil: Instant?
    /// The domain the text binds it to, or the service its line was bought for.
    package var purpose: String?
    /// The code that the provider reported, whatever the text says.
    package var told: String?

    package init(
        code: String, confidence: CodeConfidence, reason: String? = nil,
        validUntil: Instant? = nil, purpose: String? = nil, told: String? = nil
    ) {
        self.code = code
        self.confidence = confidence
        self.reason = reason
        self.validUntil = validUntil
        self.purpose = purpose
        self.told = told
    }

    package var isGuess: Bool { confidence == .likely }

    /// The confidence as it is named outside the program: `certain` or `likely`.
    package var confidenceName: String { confidence.rawValue }

    /// As it is shown to a person: a guess with a question mark.
    package var shown: String { isGuess ? "\(code)?" : code }

    /// The provider's code, if the text says another one.
    package var disputed: String? {
        told.flatMap { CodeWords($0).isSame(as: CodeWords(code)) ? nil : $0 }
    }
}

extension MessageCode {
    /// Decides between the code that the provider reported and the one that the text holds.
    ///
    /// The provider's is kept if the text holds it too and nothing better, or if the text is missing
    /// or cut. Otherwise the text is believed.
    ///
    /// - Parameters:
    ///   - told: what the provider reported.
    ///   - found: what the text says.
    ///   - start: when the message was received.
    package init?(
        told: String?, text: String, found: FoundCode?, at start: Instant, on line: Line
    ) {
        let told = told.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        guard let choice = Choice(told: told, text: text, found: found) else { return nil }
        self.init(
            code: choice.code, confidence: choice.confidence, reason: choice.reason,
            purpose: (choice.isOfText ? found?.domain : nil) ?? line.service, told: told)
        if let span = found?.validFor {
            validUntil = start + span
        } else if line.kind == .activation, let end = line.expiresAt, end > start {
            validUntil = end
        }
    }

    private struct Choice {
        var code: String
        var confidence = CodeConfidence.certain
        var reason: String
        /// Whether the text names it, so that what else the text says is about it.
        var isOfText = false

        init?(told: String?, text: String, found: FoundCode?) {
            guard let told else {
                guard let found else { return nil }
                self.init(found)
                return
            }
            let theirs = CodeWords(told)
            if text.allSatisfy(\.isWhitespace) || text == told || theirs.isAll(of: text) {
                self.init(told, "reported by the provider")
            } else if let found, theirs.isSame(as: CodeWords(found.code)) {
                self.init(found)
                confidence = .certain
                reason += "; the provider reports the same"
            } else if text.isCut, found.map({ theirs.begins(with: CodeWords($0.code)) }) ?? true {
                self.init(told, "reported by the provider; the text is cut")
            } else if let found, found.confidence == .certain {
                self.init(found)
            } else if theirs.isHeld(by: text) {
                self.init(told, "reported by the provider; the text holds it")
            } else if text.isCut {
                self.init(told, "reported by the provider; the text is cut")
            } else if let found {
                self.init(found)
            } else {
                self.init(told, "reported by the provider; the text does not hold it")
                confidence = .likely
            }
        }

        private init(_ found: FoundCode) {
            code = found.code
            confidence = found.confidence
            reason = found.reason
            isOfText = true
        }

        private init(_ told: String, _ reason: String) {
            code = told
            self.reason = reason
        }
    }
}

extension String {
    /// Whether it ends in an ellipsis for a missing part.
    fileprivate var isCut: Bool { withoutEllipsis.count != withoutTail.count }
}
