/// A command that a person gave, and the answer.
struct UserCommand: Sendable {
    enum Answer: Sendable {
        /// Done, or recorded to be done.
        case accepted
        /// Refused, or tried and refused by the provider.
        case refused
        /// The outcome was reported as unknown, or the manager ended before it answered.
        case unknown
    }

    var kind: String
    var words: [String]
    var answer: Answer
    var code: Int32?
    /// The words of the answer, for reading a failure.
    var said: String
    /// The line reported as bought, and its number.
    var line: Int64?
    var number: String?

    var description: String {
        "\(words.joined(separator: " ")) -> \(code.map(String.init) ?? "killed"): \(said)"
    }
}
