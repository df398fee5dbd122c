package import Lines

/// A text message to an emulated number.
package struct EmulatedSMS: Sendable, Equatable {
    /// Empty if the network gave none.
    package var sender: String
    package var text: String

    package init(sender: String, text: String) {
        self.sender = sender
        self.text = text
    }

    /// The code that a provider would extract from the text, or nil if there is none: the first run
    /// of four to eight digits, with at most one space or dash in the middle (`123 456`).
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

/// The fate of a message: kept by the provider, or lost and why.
package struct EmulatedDelivery: Sendable, Equatable {
    package var at: Instant
    package var sms: EmulatedSMS
    /// Why the provider did not receive it; nil if it did.
    package var lostBecause: String?

    package var isDelivered: Bool { lostBecause == nil }
}
