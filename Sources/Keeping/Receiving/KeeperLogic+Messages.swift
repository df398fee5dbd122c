import Accounts
import Lines
import Storage
import Transport

/// Stores the messages of lines.
extension KeeperLogic {
    /// Gives stored messages the codes that are decided today.
    mutating func recompute(_ changes: [CodeChange]) throws(StoreError) {
        try write(changes.map(Change.code))
    }

    /// Stores the messages of a line and its state in one transaction: messages first.
    ///
    /// - Parameters:
    ///   - asked: the uptime at which the provider was asked; now if nil.
    ///   - isWhole: whether the list contains everything the line has received.
    mutating func receive(
        _ messages: [ReceivedMessage], on id: Line.ID, standing: ActivationStatus? = nil,
        asked: Duration? = nil, isWhole: Bool = true
    ) throws(StoreError) {
        guard var line = line(id) else { return }
        if let asked, let resent = tracked(id)?.replacedAt, asked <= resent {
            return try recordEarlierMessages(messages, on: line, under: line.episode - 1)
        }
        if standing != nil || !messages.isEmpty { track(id) { $0.notFoundSince = nil } }
        // The end of an order that is being replaced says nothing about the line.
        let isEnd = standing.map { [.refunded, .cancelled, .expired].contains($0.phase) } ?? false
        let standing =
            isEnd && books[line.account]?.isBeingReplaced(id) == true
            ? nil : try vetted(standing, on: line)
        let before = line
        if standing?.phase == .waiting { contradictClock(with: line, until: standing?.expiresAt) }
        let there = reckoning(of: line.account)
        // A list identical to the last stored one contains nothing new, so the database is not
        // asked.
        let isNews =
            !messages.isEmpty
            && tracked(id)?.storedList?.isOf(messages, episode: line.episode) != true
        var events: [LineEvent] = []
        if line.state == .lost, let standing {
            events += line.apply(.activation(standing), at: there)
        }
        if isNews {
            let listing = MessageListing(messages, on: id, episode: line.episode, at: moment.now)
            let reading = reading(of: line, isOver: line.isOver(at: there.now))
            let written = try write([.messages(listing, on: line, reading, there)])
            line = written.line ?? line
            if !written.records.isEmpty {
                stir(id)
                wake(.scripts)
            }
            track(id) { $0.storedList = StoredList(messages, listing) }
        } else {
            _ = line.apply(.looked(new: 0, last: nil), at: there)
        }
        let known = isNews ? line : before
        if isWhole {
            line.toldAt = there.now
            line.backlogUntil = nil
        }
        if let standing { events += line.apply(.activation(standing), at: there) }
        try settle(known, line, events)
        if let standing, standing.phase != .unclear { self.known.noteEnd(of: id, isByClock: false) }
        try noteStamps(of: messages, new: line.messageCount - before.messageCount, on: before)
    }

    /// How to interpret a list of a line's messages at present.
    private func reading(of line: Line, isOver: Bool) -> Reading {
        var reading = Reading(there: time(of: line.account))
        reading.isOver = isOver
        reading.shownBefore = tracked(line.id)?.storedList?.keys(in: line.episode)
        reading.backlogUntil = line.backlogUntil
        return reading
    }

    /// Writes when each line was last reported, on shutdown, for the next start. Writing this on
    /// every look would flush the disk once a second.
    mutating func writeLooks() throws(StoreError) {
        let told = books.values.flatMap(\.planned).filter(\.state.isHeld)
            .sorted { $0.id < $1.id }
        try write(told.map { .told($0) })
    }

    // MARK: Long lists

    /// How many messages are stored per step, so that other calls are answered in between.
    static let partSize = 250

    func start(
        of messages: [ReceivedMessage], on id: Line.ID, asked: Duration?
    ) -> (Line, Reading)? {
        guard let line = line(id) else { return nil }
        if let asked, let resent = tracked(id)?.replacedAt, asked <= resent { return nil }
        guard tracked(id)?.storedList?.isOf(messages, episode: line.episode) != true else {
            return nil
        }
        return (line, reading(of: line, isOver: line.isOver(at: time(of: line.account))))
    }

    /// False if the line has moved on to another code meanwhile.
    mutating func store(
        _ part: ArraySlice<UnknownEntry>, of listing: MessageListing, on id: Line.ID,
        _ reading: Reading
    ) throws(StoreError) -> Bool {
        guard let line = line(id), line.episode == listing.episode else { return false }
        try write([.part(part, of: listing, on: line, reading, reckoning(of: line.account))])
        wake(.scripts)
        return true
    }

    mutating func keep(_ seen: StoredList, of id: Line.ID) {
        guard line(id)?.episode == seen.episode else { return }
        track(id) { $0.storedList = seen }
    }

    // MARK: Messages of earlier codes

    /// Stores messages that an order received before another code was requested: one may have
    /// arrived at the moment of the request, when nobody looked.
    mutating func recordEarlierMessages(_ messages: [ReceivedMessage], on id: Line.ID)
        throws(StoreError)
    {
        guard !messages.isEmpty, let line = line(id) else { return }
        let isAsking = known.hasOpen {
            $0.line == id && $0.kind == .resend && $0.state != .pending
        }
        try recordEarlierMessages(
            messages, on: line, under: isAsking ? line.episode : line.episode - 1)
    }

    /// Stores messages of the previous code from a delayed answer. They are stored like any other,
    /// and say nothing about the line's state.
    mutating func recordEarlierMessages(
        _ messages: [ReceivedMessage], on line: Line, under episode: Int
    ) throws(StoreError) {
        guard !messages.isEmpty else { return }
        let now = moment.now
        var reading = reading(of: line, isOver: true)
        reading.shownBefore = nil
        let listing = MessageListing(messages, on: line.id, episode: max(0, episode), at: now)
        let written = try write([.earlierMessages(listing, on: line, reading)])
        if !written.records.isEmpty { wake(.scripts) }
    }
}

extension Line {
    /// Whether the code that was requested last can no longer receive a message.
    fileprivate func isOver(at now: Instant) -> Bool {
        state.isEnded || (expiresAt.map { $0 <= now } ?? false)
    }
}
