package import Lines

/// One SMS as a phone, a modem's program or a carrier posted it.
package struct PostedMessage: Equatable, Sendable {
    /// The same however often it is posted.
    package var id: String
    /// The name of its line, if the post gives one.
    package var line: String?
    /// The number it was sent to, if the post says.
    package var number: String?
    package var message: ReceivedMessage

    package init(id: String, message: ReceivedMessage, line: String? = nil, number: String? = nil) {
        self.id = id
        self.line = line
        self.number = number
        self.message = message
    }

    /// The longest id that is kept as it is; a longer one is replaced by its digest.
    private static let longestID = 128

    /// An id for a message from a sender that gives none, or whose ids are not unique: messages
    /// with the same time, sender and text are one.
    ///
    /// - Parameter kind: the dialect and its own id, so that ids of two senders never meet.
    package static func id(_ kind: String, _ parts: String?...) -> String {
        let whole = ([kind] + parts.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" })
            .joined(separator: "|")
        return whole.utf8.count <= longestID ? whole : kind + "|" + PostSignature.digest(of: whole)
    }
}
