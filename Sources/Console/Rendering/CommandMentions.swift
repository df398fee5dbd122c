/// Completes the commands between backticks in sentences, so that each can be typed as shown, for
/// the home in use.
///
/// Sentences are written for the prompt, where `doubts` is a command. In a shell the same is
/// `linekeeper doubts`, and with a non-default home `linekeeper doubts --home DIR`.
package struct CommandMentions: Sendable {
    private let option: String

    /// - Parameter home: the folder given with `--home`; nil if there was none.
    package init(home: String?) {
        option = home.map { " --home \(Self.quoted($0))" } ?? ""
    }

    /// For text at the prompt: only commands of the shell are completed.
    package func atPrompt(_ text: String) -> String {
        completing(text) { Self.isProgram($0) ? $0 + option : $0 }
    }

    /// For text in a shell or a log.
    package func inShell(_ text: String) -> String {
        completing(text) { mention in
            if Self.isProgram(mention) { return mention + option }
            let name = mention.prefix { $0 != " " }
            guard CommandList.names.contains(String(name)) else { return mention }
            return "linekeeper \(mention)\(option)"
        }
    }

    private func completing(_ text: String, _ mention: (String) -> String) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        // An unpaired backtick marks nothing.
        guard parts.count > 2, parts.count % 2 == 1 else { return text }
        return parts.enumerated().map { $0 % 2 == 1 ? mention(String($1)) : String($1) }
            .joined(separator: "`")
    }

    private static func isProgram(_ mention: String) -> Bool {
        (mention == "linekeeper" || mention.hasPrefix("linekeeper ")) && !mention.contains("--home")
    }

    private static func quoted(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-+@%:=,".contains($0) }
        return isPlain ? path : "'\(path.replacing("'", with: "'\\''"))'"
    }
}
