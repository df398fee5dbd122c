import Accounts
import Storage

/// Resumes work when the database can be written again.
extension KeeperLogic {
    /// Wakes all services to resume what could not be written.
    mutating func storeIsBack(_ news: EventRecord) {
        announce([news])
        // Failed writes looked like failures of the lines' provider.
        for name in Array(books.keys) { books[name]?.forgetBackoffs() }
        for name in accountNames() { wakeLanes(of: name) }
        wake(.scripts)
        wake(.outbox)
    }
}
