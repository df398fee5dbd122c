import Foundation
import Synchronization

extension Store {
    /// How the store is doing: whether what is written arrives, and in the files that were opened.
    struct Condition: Sendable {
        /// Why the last write did not succeed; nil when it did.
        var trouble: StoreError?
        /// Whether somebody tries again and again while there is trouble. Everybody else then need
        /// not: their writes fail at once, and nobody waits for a lock or drives a full disk.
        var isWatched = false
        var files: OpenedFiles?
    }

    /// Why nothing can be written now; nil when, as far as is known, it can.
    package var trouble: StoreError? { condition.withLock(\.trouble) }

    var heldTrouble: StoreError? {
        condition.withLock { $0.isWatched || $0.trouble?.isFatal == true ? $0.trouble : nil }
    }

    func note(_ error: StoreError) {
        guard error.isTrouble else { return }
        condition.withLock { condition in
            // What is fatal stays: no later success mends it.
            if condition.trouble?.isFatal != true { condition.trouble = error }
        }
    }

    func noteWritten() {
        condition.withLock { condition in
            if condition.trouble?.isFatal != true { condition.trouble = nil }
        }
    }

    /// Somebody looks after the store from now on, or no longer.
    package func setWatched(_ isWatched: Bool) {
        condition.withLock { $0.isWatched = isWatched }
    }
}
