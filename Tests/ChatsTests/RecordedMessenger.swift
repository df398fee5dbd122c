import Channels
import Lines
import Synchronization
import Transport

/// A messenger that keeps what is posted, and whose world moves on only when a test says so.
final class RecordedMessenger: Messenger {
    let longestPost = 4096
    let hasButtons: Bool
    let remembersPlace = true
    private let kept = Mutex<[ChatPost]>([])
    private let asked = AsyncStream.makeStream(of: ChatPost.self)
    private let failures: Mutex<[DeliveryError]>
    private let removed = Mutex(0)

    init(failing failures: [DeliveryError] = [], hasButtons: Bool = true) {
        self.hasButtons = hasButtons
        self.failures = Mutex(failures)
    }

    var posts: [ChatPost] { kept.withLock { $0 } }
    /// How often choices were taken from a post.
    var removals: Int { removed.withLock { $0 } }
    /// Posts that ask something, as they come.
    var questions: AsyncStream<ChatPost> { asked.stream }

    func receive(since place: String?, now: Instant) -> ChatNews {
        ChatNews(events: [], place: place)
    }

    func post(_ post: ChatPost, now: Instant) throws(DeliveryError) -> String? {
        if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            throw failure
        }
        kept.withLock { $0.append(post) }
        if post.isQuestion { asked.continuation.yield(post) }
        return "9"
    }

    func confirm(_ choice: String, _ words: String, now: Instant) {}

    func removeChoices(from post: String, in chat: String, now: Instant) {
        removed.withLock { $0 += 1 }
    }
}

extension World {
    /// - Parameter passes: whether a pause is over at once; otherwise it never is.
    static func standing(passes: Bool) -> World {
        let count = Mutex(0)
        return World(
            now: { Instant(milliseconds: 1_769_947_200_000) }, uptime: { .zero },
            sleep: { _ in
                if passes { return }
                let (never, _) = AsyncStream.makeStream(of: Void.self)
                for await _ in never {}
                throw CancellationError()
            },
            random: { _ in 0 },
            identifier: {
                count.withLock {
                    $0 += 1; return "token-\($0)"
                }
            })
    }
}
