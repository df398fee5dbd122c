import Lines

/// What a person is told of a forwarded code.
extension ForwardedMessage {
    /// The code, a guess with a question mark.
    var shownCode: String? {
        code.map { codeConfidence == "likely" ? "\($0)?" : $0 }
    }
}

extension Delivery {
    /// The age of the code, and how long it is still good; nil if it is fresh and nothing more is
    /// known. Written anew on every try: a forward may be late.
    var codeRemark: String? {
        guard let message, message.code != nil else { return nil }
        let until = message.codeValidUntil?.wrappedValue
        if let until, until <= now {
            return "The code ran out \((now - until).inWords) ago."
        }
        let age = now - message.receivedAt
        let parts = [
            age < .minutes(1) ? nil : "\(age.inWords) old",
            until.map { "valid for another \(($0 - now).inWords)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : "The code is \(parts.joined(separator: " and "))."
    }
}
