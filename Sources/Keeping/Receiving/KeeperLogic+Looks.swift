import Accounts
import Lines
import Providers
import Storage
import Transport

/// Applies the state of orders, read one by one or all in one call, which may only say that a
/// message arrived and not which.
extension KeeperLogic {
    func wantsAll(of id: Line.ID) -> Bool {
        guard let line = line(id) else { return true }
        return books[line.account]?.wantsAll(of: id) ?? true
    }

    /// Applies a look at one order.
    ///
    /// - Parameter asked: the uptime at which the provider was asked.
    mutating func recordCheck(
        _ reading: ActivationReading, asked: Duration, on id: Line.ID
    ) throws(StoreError) {
        let moment = moment
        guard let line = line(id) else { return }
        if !reading.messages.isEmpty, !wantsAll(of: id) {
            // It was expected to be waiting, which takes fewer requests.
            books[line.account]?.account?.oweForText(at: moment.now)
        }
        let there = time(of: line.account)
        track(id) { tracked in
            tracked.polling.checkedAt = there
            tracked.polling.checkedUptime = asked
            // A waiting order may be listed by now.
            if reading.status.phase == .waiting { tracked.polling.isUnlisted = nil }
        }
        try settleDoubts(of: id, reading: reading)
        try recordEarlierMessages(reading.earlierMessages ?? [], on: id)
        try receive(reading.messages, on: id, standing: reading.status, asked: asked)
    }

    /// Applies a list of all active orders. Orders it omits, and orders with news it does not show
    /// completely, are looked at next.
    ///
    /// - Parameter asked: the uptime at which the provider was asked.
    mutating func recordPoll(
        _ readings: [ActivationReading], asked: Duration, on name: String
    ) throws(StoreError) {
        if books[name]?.account?.polls.answered() == true { books[name]?.replan() }
        defer { wakeLanes(of: name) }
        var named: Set<Line.ID> = []
        for reading in readings {
            guard let id = books[name]?.lineByProviderID[reading.providerID], let line = line(id),
                line.providerID == reading.providerID, tracked(id)?.isBusy == false
            else { continue }
            named.insert(id)
            // A look at the order itself overtook this answer, which is out of date.
            if let last = tracked(id)?.polling.checkedUptime, asked < last { continue }
            try recordListed(reading, asked: asked, on: id)
            try observe(.time, on: id)
        }
        guard books[name]?.pollsAll == true else { return }
        for line in books[name]?.activations ?? [] {
            guard let tracked = tracked(line.id), !tracked.isBusy else { continue }
            let isUnlisted = !named.contains(line.id)
            let before = tracked.polling.isUnlisted
            guard before != isUnlisted else { continue }
            track(line.id) { $0.polling.isUnlisted = isUnlisted }
            // An order that was listed before and no longer is has most likely ended.
            if isUnlisted, before != nil { requestLook(at: line.id) }
        }
    }

    /// Applies one entry of the list of active orders.
    mutating func recordListed(
        _ reading: ActivationReading, asked: Duration? = nil, on id: Line.ID
    ) throws(StoreError) {
        guard reading.isPartial else {
            try recordEarlierMessages(reading.earlierMessages ?? [], on: id)
            return try receive(reading.messages, on: id, standing: reading.status, asked: asked)
        }
        guard let line = line(id) else { return }
        let shownAt = asked ?? moment.uptime
        let isUncovered = track(id) { $0.noteListed(reading, at: shownAt) } ?? false
        if isUncovered { requestLook(at: id) }
        // Only the order itself shows whether the messages are new and whether another code is
        // awaited, and an ended order is not revived by a partial entry. If only asking fetches
        // messages, a list does not count as a look.
        guard books[line.account]?.pollsAll == true,
            !(reading.tellsOfMessages && line.state.isEnded)
        else {
            return
        }
        var standing = reading.status
        if reading.tellsOfMessages { standing.phase = .unclear }
        try receive(
            [], on: id, standing: standing, asked: asked, isWhole: !reading.tellsOfMessages)
    }

    /// Ends a line that can no longer be asked about. Its messages from the last list are stored
    /// first, because there will be no better source.
    mutating func endLine(_ observation: Observation, on id: Line.ID) throws(StoreError) {
        try storeListed(of: id)
        try observe(observation, on: id)
    }

    mutating func storeListed(of id: Line.ID) throws(StoreError) {
        guard let tracked = tracked(id), tracked.polling.hasUncheckedNews,
            let listed = tracked.polling.listed, !tracked.isStored(listed)
        else { return }
        try receive(listed.messages, on: id)
    }
}
