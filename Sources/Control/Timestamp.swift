package import Lines

/// An instant on the wire: RFC 3339 text in UTC.
package struct Timestamp: Codable, Hashable, Comparable, Sendable {
    package var instant: Instant

    package init(_ instant: Instant) {
        self.instant = instant
    }

    /// The timestamp of an optional instant.
    package init?(_ instant: Instant?) {
        guard let instant else { return nil }
        self.instant = instant
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is not a time"))
        }
        self.instant = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(instant.rfc3339)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.instant < right.instant
    }
}
