/// What the receiver of a forward answered: its HTTP status or exit code, and its words.
package struct ReceiverAnswer: Equatable, Sendable {
    /// The maximum number of bytes that are kept of an answer.
    package static let longest = 4096

    package let status: Int
    package let text: String

    package init(status: Int, answer text: String) {
        self.status = status
        let text = text.showingNUL
        self.text =
            text.utf8.count <= Self.longest
            ? text : String(decoding: text.utf8.prefix(Self.longest), as: UTF8.self)
    }
}
