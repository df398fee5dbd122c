import Dispatch
import Synchronization

/// A Tab waiting to be answered.
///
/// Asked by the thread that edits the line, which cannot await, and answered by a task, which must
/// not be waited for longer than a person takes for "nothing there".
package final class CompletionQuestion: Sendable {
    /// The line up to the cursor.
    package let line: String
    private let completion = Mutex<Completion?>(nil)
    private let isAnswered = DispatchSemaphore(value: 0)

    /// Longer, and the prompt feels frozen.
    private static let patience = DispatchTimeInterval.milliseconds(300)

    package init(line: String) {
        self.line = line
    }

    /// The first answer counts.
    package func answer(_ completion: Completion) {
        let isFirst = self.completion.withLock { held in
            guard held == nil else { return false }
            held = completion
            return true
        }
        if isFirst { isAnswered.signal() }
    }

    /// Blocks the calling thread for 300 ms at most.
    func wait() -> Completion {
        _ = isAnswered.wait(timeout: .now() + CompletionQuestion.patience)
        return completion.withLock { $0 } ?? .none
    }
}

/// What a word that is being typed can become.
package struct Completion: Equatable, Sendable {
    /// How many Unicode scalars before the cursor the words replace.
    package var replacing: Int
    /// Ready to be put into the line: quoted where they must be.
    package var words: [String]

    package static let none = Completion(replacing: 0, words: [])

    package init(replacing: Int, words: [String]) {
        self.replacing = replacing
        self.words = words
    }

    /// What the word becomes where it can become but one: with a blank behind it, unless it is a folder,
    /// of which a file comes next.
    var insertion: String? {
        guard words.count == 1, let word = words.first else { return nil }
        return word.hasSuffix("/") || word.hasSuffix("/\"") ? word : word + " "
    }

    /// What all words have in common.
    var commonPrefix: String {
        guard var prefix = words.first?.unicodeScalars else { return "" }
        for word in words.dropFirst() {
            prefix = String.UnicodeScalarView(
                zip(prefix, word.unicodeScalars).prefix { $0 == $1 }.map(\.0))
        }
        return String(prefix)
    }
}
