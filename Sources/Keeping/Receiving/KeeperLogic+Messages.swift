import Lines
import Storage
import Transport

/// Taking in what lines received.
extension KeeperLogic {
    /// What was received on a line and where it stands, in one transaction: messages first.
    ///
    /// - Parameters:
    ///   - asked: the uptime at which the provider was asked; now where nil.
    ///   - isWhole: whether all that the line received is told.
    mutating func receive(
        _ messages: [ReceivedMessage], on id: Line.ID, standing: ActivationStatus? = nil,
        asked: Duration? = nil, isWhole: Bool = true
    ) throws(StoreError) {
        guard var line = line(id) else { return }
        if let asked, let resent = tracked(id)?.replacedAt, asked <= resent {
            return try receiveLate(messages, on: line, under: line.episode - 1)
        }
        if standing != nil || !messages.isEmpty { track(id) { $0.notFoundSince = nil } }
        // How an order ends that gives way to another says nothing of the line.
        let isEnd = standing.map { [.refunded, .cancelled, .expired].contains($0.phase) } ?? false
        let standing =
            isEnd && books[line.account]?.isBeingReplaced(id) == true
            ? nil : try vetted(standing, on: line)
        let before = line
        if standing?.phase == .waiting { contradictClock(with: line, until: standing?.expiresAt) }
        let there = reckoning(of: line.account)
        // A list that was stored before holds nothing new; asking the database would not tell more.
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
            if !written.records.isEmpty { wake(.scripts) }
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

    /// How a list of a line's messages is to be understood now.
    private func reading(of line: Line, isOver: Bool) -> Reading {
        var reading = Reading(there: time(of: line.account))
        reading.isOver = isOver
        reading.shownBefore = tracked(line.id)?.storedList?.keys(in: line.episode)
        reading.backlogUntil = line.backlogUntil
        return reading
    }

    /// Writes when each line was told last: at the end, for the start to come. To write it at every look
    /// would cost a flush of the disk a second.
    mutating func writeLooks() throws(StoreError) {
        let told = books.values.flatMap(\.planned).filter(\.state.isHeld)
            .sorted { $0.id < $1.id }
        try write(told.map { .told($0) })
    }

    // MARK: Long lists

    /// How many messages are stored in one breath: questions are answered in between.
    static let part = 250

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

    /// False when the line has moved on to another code meanwhile.
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

    // MARK: Of a code before

    /// What an order had received before another code was asked for: it may have come in the very
    /// moment of asking, when nobody looked.
    mutating func receiveFormer(_ messages: [ReceivedMessage], on id: Line.ID) throws(StoreError) {
        guard !messages.isEmpty, let line = line(id) else { return }
        let isAsking = known.hasOpen {
            $0.line == id && $0.kind == .resend && $0.state != .pending
        }
        try receiveLate(messages, on: line, under: isAsking ? line.episode : line.episode - 1)
    }

    /// Messages of the code before the one that is waited for now: an answer that was overtaken. They
    /// are stored like any other, and say nothing of where the line stands.
    mutating func receiveLate(
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
    /// Whether nothing new can come any more for the code that was asked for last.
    fileprivate func isOver(at now: Instant) -> Bool {
        state.isEnded || (expiresAt.map { $0 <= now } ?? false)
    }
}
