import Synchronization

/// Which accounts have lost the webhook subscription that the manager looks after.
final class WebhookNotes: Sendable {
    private let lost = Mutex(Set<String>())

    var accounts: [String] { lost.withLock { $0.sorted() } }

    func note(_ account: String, isLost: Bool) {
        lost.withLock { lost in
            if isLost { lost.insert(account) } else { lost.remove(account) }
        }
    }
}
