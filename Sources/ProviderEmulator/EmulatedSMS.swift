package import Lines

/// A text message somebody sends to an emulated number.
package struct EmulatedSMS: Sendable, Equatable {
    /// Empty when the network did not say.
    package var sender: String
    package var text: String

    package init(sender: String, text: String) {
        self.sender = sender
        self.text = text
    }

    /// The code a provider would pick out of the text, or nil when there is none: the first run of
    /// four to eight digits, where one space or dash may stand in the middle (`123 456`).
    package var code: String? {
        let scalars = Array(text.unicodeScalars)
        var position = 0
        while position < scalars.count {
            guard EmulatedSMS.isDigit(scalars[position]) else {
                position += 1
                continue
            }
            let first = EmulatedSMS.digits(in: scalars, from: position)
            position += first.count
            if (4...8).contains(first.count) { return first }
            let separated = position < scalars.count && [" ", "-"].contains(scalars[position])
            let second = separated ? EmulatedSMS.digits(in: scalars, from: position + 1) : ""
            if first.count == 3, second.count == 3 { return first + second }
        }
        return nil
    }

    private static func digits(in scalars: [Unicode.Scalar], from start: Int) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start...].prefix(while: isDigit))
        return text
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
}

/// What became of a message that was sent: kept by the provider, or lost and why.
package struct EmulatedDelivery: Sendable, Equatable {
    package var at: Instant
    package var sms: EmulatedSMS
    /// Why the provider never got it; nil when it did.
    package var lostBecause: String?

    package var isDelivered: Bool { lostBecause == nil }
}
