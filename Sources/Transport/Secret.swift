/// A key, token or password on its way from the configuration to the wire.
///
/// It cannot be printed, dumped, encoded or interpolated by accident: everything that shows a value
/// shows dots, and the text itself is only had by asking for it in so many words.
package struct Secret: Hashable, Sendable {
    private let memory: SecretMemory

    package init(_ text: String) {
        memory = SecretMemory(text)
    }

    /// The secret itself. For building a request, and nothing else: it is a copy that nobody wipes.
    package func reveal() -> String { memory.text }

    package var isEmpty: Bool { memory.isEmpty }

    package static func == (left: Secret, right: Secret) -> Bool {
        left.memory === right.memory || left.reveal() == right.reveal()
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(reveal()) }

    /// `other` with dots in place of this secret, for answers that quote what they were sent.
    ///
    /// Secrets of fewer than four characters are left: what they would blot out is chance. Bytes
    /// are compared, not characters: an accent behind a key makes another character of its last one.
    package func hidden(in other: String) -> String {
        let text = reveal()
        guard text.count >= 4, !other.isEmpty else { return other }
        return other.utf8.split(separator: text.utf8, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }.joined(separator: Secret.dots)
    }

    private static let dots = "•••"
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Secret.dots }
    package var debugDescription: String { Secret.dots }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
