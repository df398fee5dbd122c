import Dispatch
import Synchronization

/// A Tab that waits for its answer.
///
/// Asked by the thread that edits the line, which cannot await, and answered by a task. The thread
/// waits only briefly, because a long wait looks like a frozen prompt.
package final class CompletionQuestion: Sendable {
    /// The line up to the cursor.
    package let line: String
    private let completion = Mutex<Completion?>(nil)
    private let isAnswered = DispatchSemaphore(value: 0)

    /// A longer wait makes the prompt feel frozen.
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

/// The completions of the word being typed.
package struct Completion: Equatable, Sendable {
    /// The number of Unicode scalars before the cursor that the words replace.
    package var replacing: Int
    /// Ready for insertion, quoted if needed.
    package var words: [String]

    package static let none = Completion(replacing: 0, words: [])

    package init(replacing: Int, words: [String]) {
        self.replacing = replacing
        self.words = words
    }

    /// The only possible completion: followed by a blank, unless it is a folder, whose files come
    /// next, or the name of a value.
    var insertion: String? {
        guard words.count == 1, let word = words.first else { return nil }
        return ["/", "/\"", "="].contains(where: word.hasSuffix) ? word : word + " "
    }

    /// The common prefix of all words.
    var commonPrefix: String {
        guard var prefix = words.first?.unicodeScalars else { return "" }
        for word in words.dropFirst() {
            prefix = String.UnicodeScalarView(
                zip(prefix, word.unicodeScalars).prefix { $0 == $1 }.map(\.0))
        }
        return String(prefix)
    }
}
