package import Lines

/// A message in the form for receivers: flat, with the names used in the console's JSON.
package struct ForwardedMessage: Codable, Sendable, Equatable {
    package var id: Int64
    /// The local id of the line that received it.
    package var line: Int64
    package var label: String?
    package var number: String
    package var account: String
    package var service: String?
    package var country: String?
    package var sender: String?
    /// `call` for a telephone call whose words are the text; nil for an SMS.
    package var kind: String?
    package var text: String
    package var code: String?
    /// `certain` or `likely`.
    package var codeConfidence: String?
    /// When the code stops being accepted, if known.
    package var codeValidUntil: RFC3339?
    /// The domain the code is bound to, or the service of the line.
    package var codeFor: String?
    @RFC3339 package var receivedAt: Instant
    @RFC3339 package var storedAt: Instant
    package var route: String?
    package var tags: [String]
    /// It is a fuller version of an earlier one; its code may have changed.
    package var completed = false
    /// It had already arrived when its line was adopted.
    package var backlog = false

    package init(
        id: Int64, line: Int64, label: String? = nil, number: String, account: String,
        service: String? = nil, country: String? = nil, sender: String? = nil, text: String,
        code: String? = nil, receivedAt: Instant, storedAt: Instant, route: String? = nil,
        tags: [String] = []
    ) {
        self.id = id
        self.line = line
        self.label = label
        self.number = number
        self.account = account
        self.service = service
        self.country = country
        self.sender = sender
        self.text = text
        self.code = code
        _receivedAt = RFC3339(wrappedValue: receivedAt)
        _storedAt = RFC3339(wrappedValue: storedAt)
        self.route = route
        self.tags = tags
    }

    private enum CodingKeys: String, CodingKey {
        case id, line, label, number, account, service, country, sender, kind, text, code, route
        case tags
        case completed, backlog
        case codeConfidence = "code_confidence"
        case codeValidUntil = "code_valid_until"
        case codeFor = "code_for"
        case receivedAt = "received_at"
        case storedAt = "stored_at"
    }
}

/// An instant encoded as text in JSON, for readers outside the program.
@propertyWrapper
package struct RFC3339: Codable, Sendable, Equatable {
    package var wrappedValue: Instant

    package init(wrappedValue: Instant) {
        self.wrappedValue = wrappedValue
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let instant = Instant(rfc3339: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "the time is not in the form of RFC 3339")
        }
        wrappedValue = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue.rfc3339)
    }
}
