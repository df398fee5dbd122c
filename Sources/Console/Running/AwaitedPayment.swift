import Synchronization

/// Whether a paid call is being waited for: a person who leaves meanwhile must be told that it may
/// still go through.
final class AwaitedPayment: Sendable {
    /// The notice for a person who leaves.
    static let parting =
        "Interrupted. The request may still go through; check `actions`, `lines` and `doubts`."

    private let count = Mutex(0)

    var isAwaited: Bool { count.withLock { $0 > 0 } }

    func begin() { count.withLock { $0 += 1 } }
    func end() { count.withLock { $0 -= 1 } }
}
