import Accounts
import Lines
import Storage

/// How each change is written.
extension Rows {
    func write(_ change: Change, at now: Instant, _ written: inout Written) throws {
        switch change {
        case .line, .lineEvents, .adopted, .sibling, .goneLine, .told, .moved, .handedOver:
            try write(line: change, at: now, &written)
        case .action, .purchase, .intent, .planned, .decided, .channelTest, .delivered, .freed:
            try write(action: change, at: now, &written)
        case .messages, .part, .earlierMessages, .pushed, .posted:
            try write(messages: change, at: now, &written)
        case .code(let change): try write(change)
        case .event(let event): written.add(try append(event))
        case .ledger(let entry): try append(entry)
        case .silence(let silence, let account):
            try set(silence, of: account)
            written.add(.silence(silence, of: account))
        case .lowBalance(let isLow, let account):
            try set(isLow: isLow, balanceOf: account, at: now)
        case .clock(let ahead, let account):
            try set(clock: ahead, of: account)
            written.add(.clock(ahead, of: account))
        case .comparisonOwed(let comparison): try owe(comparison)
        case .compared(let id): try oweNoComparison(of: id)
        case .endpoint(let place):
            try set(place)
            written.add(.endpoint(place))
        case .trouble(let entry): try set(entry)
        case .shiftWaiting(let step): try shiftWaiting(by: step)
        case .handled(let result, let timers, let putOff, let zone):
            try write(result, at: now, timers: timers, putOff: putOff, zone: zone)
        case .rescheduled(let timer, let next, let zone):
            try reschedule(timer: timer, at: next, zone: zone)
        case .standing(let standing): try set(standing)
        case .ofScript(let change): try write(change, at: now)
        case .owedNothing(let script):
            let count = try dropOwed(to: script, by: now)
            written.add(try append(EventRecord(dropped: count, owedTo: script, at: now)))
        }
    }

    private func write(line change: Change, at now: Instant, _ written: inout Written) throws {
        switch change {
        case .line(let line):
            try update(line)
            written.add(.line(line))
        case .lineEvents(let events, let line):
            for event in events {
                written.add(try append(EventRecord(event, of: line, at: now)))
            }
        case .adopted(let found, var line, let events):
            var found = found
            try insert(&found)
            line.id = found.id
            try update(line)
            written.add(.line(line))
            try write(line: .lineEvents(events, of: line), at: now, &written)
        case .sibling(var line, let events, var charge):
            try insert(&line)
            written.add(.line(line))
            charge?.line = line.id
            if let charge { try append(charge) }
            try write(line: .lineEvents(events, of: line), at: now, &written)
        case .goneLine(let id):
            try delete(line: id)
            written.add(.goneLine(id))
        case .told(let line): try noteTold(line)
        case .moved(let lines, let old, let new):
            try move(lines, from: old, to: new)
            written.add(.moved(lines, from: old, to: new))
        case .handedOver(let line, let old, let new):
            try handOver(line, from: old, to: new)
            written.add(.moved([line], from: old, to: new))
        default: break
        }
    }

    private func write(action change: Change, at now: Instant, _ written: inout Written) throws {
        switch change {
        case .action(let action):
            try update(action.row)
            written.add(.action(action))
        case .purchase(var action, var line):
            try insert(&line)
            action.line = line.id
            written.add(.line(line))
            written.add(.action(try insertNew(action)))
        case .intent(let action, let replaced):
            let intent = try insertNew(action)
            for other in replaced {
                let dropped = other.action.superseded(by: intent.id, at: now)
                try update(dropped.row)
                written.add(.action(dropped))
                if let line = dropped.line { written.add(.freed(key: other.action.key, on: line)) }
                let end = EventRecord(
                    ended: dropped.row, at: now, lineIsGone: false, isHeard: other.isHeard)
                written.add(try append(end))
            }
            written.add(.action(intent))
        case .planned(let action, let line):
            let inserted = try insert(action)
            written.add(.planned(key: action.key, on: line))
            if let inserted { written.add(.action(OpenAction(inserted))) }
        case .decided(let action):
            if let inserted = try insert(action) { written.add(.action(OpenAction(inserted))) }
        case .channelTest(let action): written.add(.channelTest(try insertNew(action)))
        case .delivered(let action):
            try settle(action)
            written.add(.action(OpenAction(action)))
        case .freed(let key, let line): written.add(.freed(key: key, on: line))
        default: break
        }
    }

    private func insertNew(_ action: Action) throws -> OpenAction {
        guard let inserted = try insert(action) else {
            preconditionFailure("duplicate identifier")
        }
        return OpenAction(inserted)
    }

    private func write(messages change: Change, at now: Instant, _ written: inout Written) throws {
        switch change {
        case .messages(let listing, let line, let reading, let there):
            let receipt = try record(listing, on: line, at: now, reading)
            var looked = line
            looked.noteReceived(receipt, at: there)
            try write(receipt, of: looked, at: now, &written)
        case .part(let part, let listing, let line, let reading, let there):
            let receipt = try record(
                part, on: line, episode: listing.episode, at: now, reading)
            var updated = line
            updated.noteReceived(receipt, at: there)
            updated.lookedAt = line.lookedAt
            try write(receipt, of: updated, at: now, &written)
        case .earlierMessages(let listing, let line, let reading):
            let receipt = try record(listing, on: line, at: now, reading)
            var updated = line
            updated.messageCount += receipt.stored.count
            try write(receipt, of: updated, at: now, &written)
        case .pushed(let message, let line, let there):
            var receipt = Receipt()
            receipt.stored = [try record(pushed: message, on: line, at: now)].compactMap { $0 }
            try write(arrived: receipt, on: line, there: there, at: now, &written)
        case .posted(let message, let id, let line, let there):
            let receipt = try record(posted: message, id: id, on: line, at: now)
            try write(arrived: receipt, on: line, there: there, at: now, &written)
        default: break
        }
    }

    /// What arrived without a look: the next one is due as before.
    private func write(
        arrived receipt: Receipt, on line: Line, there: Instant, at now: Instant,
        _ written: inout Written
    ) throws {
        guard !receipt.stored.isEmpty || !receipt.completed.isEmpty else { return }
        var updated = line
        updated.noteReceived(receipt, at: Reckoning(there))
        updated.lookedAt = line.lookedAt
        try write(receipt, of: updated, at: now, &written)
    }

    private func write(
        _ receipt: Receipt, of line: Line, at now: Instant, _ written: inout Written
    ) throws {
        if !receipt.stored.isEmpty { try update(line) }
        written.add(.line(line))
        for message in receipt.stored { written.add(try append(EventRecord(message, at: now))) }
        for message in receipt.completed {
            written.add(try append(EventRecord(completed: message, at: now)))
        }
    }
}

extension Line {
    /// Applies the result of a look.
    fileprivate mutating func noteReceived(_ receipt: Receipt, at there: Reckoning) {
        let last = receipt.stored.compactMap(\.receivedAt).max()
        _ = apply(.looked(new: receipt.stored.count, last: last), at: there)
    }
}
