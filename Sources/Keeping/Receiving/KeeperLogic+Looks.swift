import Lines
import Providers
import Storage
import Transport

/// Taking in how orders stand, each by itself or all in one call, which may tell only that something came
/// and not what.
extension KeeperLogic {
    /// Whether a glance at an order is not enough: something may have come that was never heard here.
    func wantsAll(of id: Line.ID) -> Bool {
        guard let line = line(id) else { return true }
        return books[line.account]?.wantsAll(of: id) ?? true
    }

    /// What a look at one order showed.
    ///
    /// - Parameter asked: the uptime at which the provider was asked.
    mutating func looked(
        at reading: ActivationReading, asked: Duration, on id: Line.ID
    ) throws(StoreError) {
        let moment = moment
        guard let line = line(id) else { return }
        if !reading.messages.isEmpty, !wantsAll(of: id) {
            // It was taken for one that waits, which is asked about in fewer requests.
            books[line.account]?.account?.oweForText(at: moment.now)
        }
        let there = time(of: line.account)
        track(id) { tracked in
            tracked.polling.checkedAt = there
            tracked.polling.checkedUptime = asked
            // One that waits may be listed by now.
            if reading.status.phase == .waiting { tracked.polling.isUnlisted = nil }
        }
        try settleDoubts(of: id, reading: reading)
        try receiveFormer(reading.former ?? [], on: id)
        try receive(reading.messages, on: id, standing: reading.status, asked: asked)
    }

    /// All active orders, as one call showed them. Those it does not name, and those it shows something
    /// new of without telling all, are looked at next.
    ///
    /// - Parameter asked: the uptime at which the provider was asked.
    mutating func polled(
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
            // An answer that was overtaken by a look at the order itself is old news.
            if let last = tracked(id)?.polling.checkedUptime, asked < last { continue }
            try listed(reading, asked: asked, on: id)
            try observe(.time, on: id)
        }
        guard books[name]?.pollsAll == true else { return }
        for line in books[name]?.activations ?? [] {
            guard let tracked = tracked(line.id), !tracked.isBusy else { continue }
            let isUnlisted = !named.contains(line.id)
            let before = tracked.polling.isUnlisted
            guard before != isUnlisted else { continue }
            track(line.id) { $0.polling.isUnlisted = isUnlisted }
            // One that was named and is no longer has most likely ended.
            if isUnlisted, before != nil { summon(line.id) }
        }
    }

    /// One of the active orders, as the list of them shows it.
    mutating func listed(
        _ reading: ActivationReading, asked: Duration? = nil, on id: Line.ID
    ) throws(StoreError) {
        guard reading.isGlimpse else {
            try receiveFormer(reading.former ?? [], on: id)
            return try receive(reading.messages, on: id, standing: reading.status, asked: asked)
        }
        guard let line = line(id) else { return }
        let shownAt = asked ?? moment.uptime
        let isUncovered = track(id) { $0.noteListed(reading, at: shownAt) } ?? false
        if isUncovered { summon(id) }
        // Whether they are new, and whether another is waited for, only the order itself tells; nor is
        // one that has ended heard of by a part. Where only asking fetches anything, no list was a look.
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

    /// What ends a line that cannot be asked any more: first what a list showed of its messages is
    /// stored, since nobody will tell them better.
    mutating func conclude(_ observation: Observation, on id: Line.ID) throws(StoreError) {
        try keepGlimpse(of: id)
        try observe(observation, on: id)
    }

    mutating func keepGlimpse(of id: Line.ID) throws(StoreError) {
        guard let tracked = tracked(id), tracked.polling.hasUncheckedNews,
            let listed = tracked.polling.listed, !tracked.isStored(listed)
        else { return }
        try receive(listed.messages, on: id)
    }
}
