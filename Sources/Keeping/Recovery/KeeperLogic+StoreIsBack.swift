import Storage

/// What goes on when the database can be written again.
extension KeeperLogic {
    /// Everybody goes on with what could not be written.
    mutating func storeIsBack(_ news: EventRecord) {
        announce([news])
        // What could not be written made lines look as if their provider had failed.
        for name in Array(books.keys) { books[name]?.forgetBackoffs() }
        for name in accountNames() { wakeLanes(of: name) }
        wake(.scripts)
        wake(.outbox)
    }
}
