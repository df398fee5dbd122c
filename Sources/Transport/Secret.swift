/// A key, token or password on its way from the configuration to the wire.
///
/// It cannot be printed, dumped, encoded or interpolated by accident: every representation shows
/// dots, and the text itself requires an explicit call.
package struct Secret: Hashable, Sendable {
    private let memory: SecretMemory

    package init(_ text: String) {
        memory = SecretMemory(text)
    }

    /// The secret itself, only for building a request: the copy cannot be wiped.
    package func reveal() -> String { memory.text }

    package var isEmpty: Bool { memory.isEmpty }

    package static func == (left: Secret, right: Secret) -> Bool {
        left.memory === right.memory || left.reveal() == right.reveal()
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(reveal()) }

    /// `other` with dots in place of this secret, for responses that quote a request.
    ///
    /// Secrets of fewer than four characters are not replaced, because matches would be
    /// coincidences. Bytes are compared rather than characters: a combining accent after a key
    /// would change its last character.
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
