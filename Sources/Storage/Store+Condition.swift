import Foundation
import GRDB
import Synchronization

extension Store {
    /// The condition of the store: whether writes succeed, and which files are open.
    struct Condition: Sendable {
        /// Why the last write failed; nil if it succeeded.
        var trouble: StoreError?
        /// Whether a task keeps retrying during trouble. Other writes then fail at once, so that
        /// nobody waits for a lock or strains a full disk.
        var isWatched = false
        var files: OpenedFiles?
    }

    /// Why nothing can be written now; nil if there is no known trouble.
    package var trouble: StoreError? { condition.withLock(\.trouble) }

    /// Finds out whether the disk takes anything, where nothing else may be written for long.
    ///
    /// - Throws: the trouble, which is noted.
    package func checkWriting() throws(StoreError) {
        try write { database in
            // A row that stays as it is would not be written at all.
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO low_balance (account, told_at) VALUES ('', 0);
                    DELETE FROM low_balance WHERE account = '';
                    """)
        }
    }

    var heldTrouble: StoreError? {
        condition.withLock { $0.isWatched || $0.trouble?.isFatal == true ? $0.trouble : nil }
    }

    func note(_ error: StoreError) {
        guard error.isTrouble else { return }
        condition.withLock { condition in
            // A fatal error stays: no later success repairs it.
            if condition.trouble?.isFatal != true { condition.trouble = error }
        }
    }

    func noteWritten() {
        condition.withLock { condition in
            if condition.trouble?.isFatal != true { condition.trouble = nil }
        }
    }

    /// Sets whether a task watches the store.
    package func setWatched(_ isWatched: Bool) {
        condition.withLock { $0.isWatched = isWatched }
    }
}
