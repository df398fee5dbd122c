/// One command a person gave, and what they were told.
struct Deed: Sendable {
    enum Answer: Sendable {
        /// Done, or written down to be done.
        case accepted
        /// Refused, or tried and refused by the provider.
        case refused
        /// The outcome was said to be unknown, or the manager was gone before it answered.
        case unknown
    }

    var kind: String
    var words: [String]
    var answer: Answer
    var code: Int32?
    /// What was said of it, for whoever reads a failure.
    var said: String
    /// The line it was told to have bought, and its number.
    var line: Int64?
    var number: String?

    var description: String {
        "\(words.joined(separator: " ")) -> \(code.map(String.init) ?? "killed"): \(said)"
    }
}
