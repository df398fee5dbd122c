import GRDB
import Lines
import Storage

extension Database {
    /// Records one look as if the previous one were unknown; returns the new messages.
    @discardableResult
    func record(
        _ received: [ReceivedMessage], on line: Line, at now: Instant, isOver: Bool = false
    ) throws -> [Message] {
        var reading = Reading(there: now)
        reading.isOver = isOver
        let listing = MessageListing(received, on: line.id, episode: line.episode, at: now)
        return try record(listing, on: line, at: now, reading).stored
    }
}

/// A line that is looked at repeatedly, as the keeper does.
struct LookedAt {
    let store: Store
    var line: Line
    var now = Instant(milliseconds: 1_769_947_200_000)
    /// Whether the last look is remembered, or forgotten as after a restart.
    var remembers = true
    private var shown: Set<MessageKey>?

    init(_ kind: LineKind = .rental) throws {
        store = try Store()
        line = Line(
            id: 0, account: "pool", provider: .smspool, kind: kind,
            state: kind == .rental ? .active : .waiting, purchasedAt: now)
        line.providerID = "ABC"
        line.number = "+14155550123"
        var line = line
        try store.write { try $0.insert(&line) }
        self.line = line
    }

    @discardableResult
    mutating func look(
        _ received: [ReceivedMessage], after pause: Duration = .seconds(10)
    ) throws -> Receipt {
        now = now + pause
        var reading = Reading(there: now)
        reading.shownBefore = remembers ? shown : nil
        let listing = MessageListing(received, on: line.id, episode: line.episode, at: now)
        let (line, now) = (line, now)
        let receipt = try store.write { try $0.record(listing, on: line, at: now, reading) }
        shown = Set(listing.entries.map(\.key))
        self.line.messageCount += receipt.stored.count
        self.line.toldAt = now
        return receipt
    }

    var stored: [Message] {
        get throws {
            var filter = store.filter()
            filter.limit = 100_000
            return try store.messages(filter).reversed()
        }
    }

    /// The scripts have seen all messages.
    func handleAll() throws {
        for message in try store.unhandledMessages(limit: 100_000) {
            try store.write { try $0.settle(message, state: .handled, route: nil, tags: []) }
        }
    }
}
