import Accounts
import Keeping
import Lines
import Logging
import Storage
import Transport

/// Watches the database while the manager runs.
///
/// When the database cannot be written, the watch reports it once, retries every second, and
/// reports the recovery. Meanwhile all other writes fail at once, so that a full disk is not
/// hammered and another program's lock makes nobody wait. A database that is damaged, or is no
/// longer the one that was opened, ends the manager: continuing would lose new data or make the
/// damage worse.
struct DatabaseWatch: Sendable {
    private static let interval = Duration.seconds(1)

    let keeper: Keeper
    let logger: Logger

    /// Watches until the task is cancelled.
    ///
    /// - Throws: why the manager must end, with what a person can do.
    func run() async throws(StoreError) {
        let store = keeper.store
        store.setWatched(true)
        defer { store.setWatched(false) }
        var told: StoreError?
        var since = keeper.world.now()
        while !Task.isCancelled {
            try? await keeper.world.sleep(Self.interval)
            guard !Task.isCancelled else { return }
            if !store.isInPlace { throw store.retreat() }
            guard let trouble = store.trouble else { continue }
            if trouble.isFatal { throw trouble }
            if told == nil { since = keeper.world.now() }
            if trouble != told { await tell(trouble) }
            told = trouble
            // Not on the keeper: its callers must not wait for another program's lock.
            guard let news = tryStore(since: since, trouble) else { continue }
            logger.notice("the database can be written again")
            told = nil
            await keeper.storeIsBack(news)
        }
    }

    /// Writes the event that reports the trouble. Success shows that it is over; nil if it is not.
    private func tryStore(since: Instant, _ trouble: StoreError) -> EventRecord? {
        let event = EventRecord(
            at: keeper.world.now(), kind: "store_ok",
            text: "The database can be written again, after failing since \(since.rfc3339): "
                + trouble.description)
        return try? keeper.store.attempt { try $0.append(event) }
    }

    /// Reports the trouble without the database, which cannot be written.
    private func tell(_ trouble: StoreError) async {
        logger.error("the database cannot be written", metadata: ["reason": "\(trouble)"])
        let event = EventRecord(
            at: keeper.world.now(), kind: "store_trouble",
            text: "\(trouble) Until then nothing is bought or changed; messages stay at the "
                + "provider and are fetched later.")
        keeper.hub.publish([event])
    }
}
