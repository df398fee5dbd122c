package import Accounts
package import Lines
package import Storage
package import Transport

/// Owns the lines: passes observations and orders to the logic, one step at a time.
///
/// A step reads, decides and writes without an `await` in between, so no two steps can act on the
/// same fact. Anything that must wait (providers, scripts, channels, time) is done by the services
/// around it, which report the outcome.
package actor Keeper {
    package nonisolated let store: Store
    package nonisolated let world: World
    package nonisolated let hub = EventHub()
    /// Sent when there are messages, events or timers for the scripts.
    package nonisolated let scriptsSignal = WakeSignal()
    /// Sent when there are forwards to deliver.
    package nonisolated let outboxSignal = WakeSignal()
    /// Sent when an action has ended, was postponed or became a doubt.
    package nonisolated let outcomesSignal = WakeSignal()
    /// Sentences that a person should read at the start.
    package nonisolated let startNotices: [String]
    private var kept: KeeperLogic

    /// Loads the state from the store. Paid calls that were running when the last run ended have an
    /// unknown outcome and become doubts here, before anything else can happen.
    package init(
        store: Store, world: World, accounts: [Account], settings: KeeperSettings
    ) throws(StoreError) {
        self.store = store
        self.world = world
        (kept, startNotices) = try KeeperLogic.takingUp(
            store, accounts, settings, identifier: world.identifier, at: Moment(world))
        try kept.keepOwnLines()
        try kept.moveSchedules()
        _ = kept.takeSignals()
    }

    /// The logic for one step: it is given the time before the step, and its signals are sent after
    /// it.
    var logic: KeeperLogic {
        _read {
            begin()
            yield kept
        }
        _modify {
            begin()
            defer { tell() }
            yield &kept
        }
    }

    private func begin() {
        kept.begin(at: Moment(world))
        tell()
    }

    private func tell() {
        for signal in kept.takeSignals() {
            switch signal {
            case .events(let records): hub.publish(records)
            case .scripts: scriptsSignal.send()
            case .outbox: outboxSignal.send()
            case .outcomes: outcomesSignal.send()
            case .lanes(let signal): signal.send()
            }
        }
    }

    package func noticeClock() { begin() }

    // MARK: Work in several steps

    /// Stores a long list in parts. A caller that repeats the same list afterwards finds it stored.
    ///
    /// - Throws: `CancellationError` if the task was cancelled: the rest is reported again after a
    ///   start.
    package nonisolated func receiveInParts(
        _ messages: [ReceivedMessage], on id: Line.ID, asked: Duration? = nil
    ) async throws {
        guard messages.count > KeeperLogic.partSize,
            let (line, reading) = await startParts(of: messages, on: id, asked: asked)
        else { return }
        let listing = MessageListing(messages, on: id, episode: line.episode, at: world.now())
        let unknown = try store.read { try $0.unknown(in: listing, on: line, reading) }
        for start in stride(from: 0, to: unknown.count, by: KeeperLogic.partSize) {
            try Task.checkCancellation()
            let part = unknown[start..<min(start + KeeperLogic.partSize, unknown.count)]
            guard try await store(part, of: listing, on: id, reading) else { return }
            await Task.yield()
        }
        await keep(StoredList(messages, listing), of: id)
    }

    private func startParts(
        of messages: [ReceivedMessage], on id: Line.ID, asked: Duration?
    ) -> (Line, Reading)? {
        logic.start(of: messages, on: id, asked: asked)
    }

    private func store(
        _ part: ArraySlice<UnknownEntry>, of listing: MessageListing, on id: Line.ID,
        _ reading: Reading
    ) throws(StoreError) -> Bool {
        try logic.store(part, of: listing, on: id, reading)
    }

    private func keep(_ seen: StoredList, of id: Line.ID) { logic.keep(seen, of: id) }

    /// Begins nothing new, and returns when no paid call is running, or after `limit`. It does not
    /// wait for answers that cannot be written: those calls become doubts either way.
    package func close(within limit: Duration) async {
        stopPaying()
        let deadline = world.uptime() + limit
        while isPaying, world.uptime() < deadline, store.trouble == nil {
            try? await world.sleep(.milliseconds(50))
            if Task.isCancelled { return }
        }
    }
}

extension Moment {
    init(_ world: World) { self.init(now: world.now(), uptime: world.uptime()) }
}
