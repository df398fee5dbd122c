import Codes

/// A stored message whose code is decided differently today.
package struct CodeChange: Equatable, Sendable {
    /// As it is stored.
    package var message: Message
    package var now: MessageCode?

    package init(_ message: Message, now: MessageCode?) {
        self.message = message
        self.now = now
    }

    /// Whether a person sees a difference: another code, or another confidence in it.
    package var isVisible: Bool {
        message.code != now?.code || message.oneTimeCode?.confidence != now?.confidence
    }
}

extension Message {
    /// What today's finder makes of it; nil if that changes nothing, or if scripts have not run on
    /// it yet.
    package func codeChange(on line: Line) -> CodeChange? {
        guard state != .stored else { return nil }
        let now = decidedCode(told: reportedCode(on: line), on: line)
        return now == oneTimeCode ? nil : CodeChange(self, now: now)
    }

    /// What the provider reported. Messages stored before that was kept have only one code: where the
    /// text does not hold it, and on activations, whose codes are reported, it is the provider's.
    private func reportedCode(on line: Line) -> String? {
        guard let known = oneTimeCode else { return nil }
        guard known.told == nil, known.reason == nil else { return known.told }
        let isReported =
            line.kind == .activation || !CodeWords(known.code).isHeld(by: text)
        return isReported ? known.code : nil
    }
}
