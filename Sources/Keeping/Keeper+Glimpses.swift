package import Lines
package import Providers
package import Storage
import Transport

/// Taking in how orders stand, each by itself or all in one call, which may tell only that something came
/// and not what.
extension Keeper {
    /// Whether a glance at an order is not enough: something may have come that was never heard here.
    package func wantsAll(of id: Line.ID) -> Bool {
        guard let line = lines[id] else { return true }
        return line.state != .waiting || line.inDoubt || troubled[id] != nil
            || sights[id]?.glimpse != nil
    }

    /// What a look at one order showed.
    ///
    /// - Parameter asked: the uptime at which the provider was asked.
    package func looked(
        at reading: ActivationReading, asked: Duration, on id: Line.ID
    ) throws(StoreError) {
        noticeClock()
        guard let line = lines[id] else { return }
        if !reading.messages.isEmpty, !wantsAll(of: id) {
            // It was taken for one that waits, which is asked about in fewer requests.
            accounts[line.account]?.oweForText(at: world.now())
        }
        var sight = sights[id] ?? Sight()
        sight.askedAt = time(of: line.account)
        sight.asked = asked
        // One that waits may be listed by now.
        if reading.status.phase == .waiting { sight.isMissing = nil }
        sights[id] = sight
        try settleDoubts(of: id, reading: reading)
        try receiveFormer(reading.former ?? [], on: id)
        try receive(reading.messages, on: id, standing: reading.status, asked: asked)
    }

    /// All active orders, as one call showed them. Those it does not name, and those it shows something
    /// new of without telling all, are looked at next.
    ///
    /// - Parameter asked: the uptime at which the provider was asked.
    package func polled(
        _ readings: [ActivationReading], asked: Duration, on name: String
    ) throws(StoreError) {
        noticeClock()
        accounts[name]?.isPolling = false
        if let failed = accounts[name]?.failedPolls, failed > 0 {
            accounts[name]?.failedPolls = 0
            replan(name)
        }
        defer { ringLanes(of: name) }
        var named: Set<Line.ID> = []
        for reading in readings {
            guard let id = linesByProviderID[name]?[reading.providerID], let line = lines[id],
                line.providerID == reading.providerID, !busy.contains(id)
            else { continue }
            named.insert(id)
            // An answer that was overtaken by a look at the order itself is old news.
            if let last = sights[id]?.asked, asked < last { continue }
            try listed(reading, asked: asked, on: id)
            try observe(.time, on: id)
        }
        guard pollsAll(name) else { return }
        for line in activations(on: name) where !busy.contains(line.id) {
            let isMissing = !named.contains(line.id)
            let before = sights[line.id]?.isMissing
            guard before != isMissing else { continue }
            sights[line.id, default: Sight()].isMissing = isMissing
            // One that was named and is no longer has most likely ended.
            if isMissing, before != nil { summon(line.id) }
        }
    }

    /// One of the active orders, as the list of them shows it.
    func listed(
        _ reading: ActivationReading, asked: Duration? = nil, on id: Line.ID
    ) throws(StoreError) {
        guard reading.isGlimpse else {
            try receiveFormer(reading.former ?? [], on: id)
            return try receive(reading.messages, on: id, standing: reading.status, asked: asked)
        }
        guard let line = lines[id] else { return }
        let isNews = reading.tellsOfMessages && !reading.showsTheSame(as: sights[id]?.glimpse)
        if reading.tellsOfMessages {
            if isNews {
                sights[id, default: Sight()].glimpse = reading
                sights[id]?.glimpsed = asked ?? world.uptime()
            }
        } else if sights[id]?.glimpse != nil {
            sights[id]?.glimpse = nil
        }
        if isNews, seenLists[id]?.covers(reading.messages, in: line.episode) != true { summon(id) }
        // Whether they are new, and whether another is waited for, only the order itself tells; nor is
        // one that has ended heard of by a part. Where only asking fetches anything, no list was a look.
        guard pollsAll(line.account), !(reading.tellsOfMessages && line.state.isEnded) else {
            return
        }
        var standing = reading.status
        if reading.tellsOfMessages { standing.phase = .unclear }
        try receive(
            [], on: id, standing: standing, asked: asked, isWhole: !reading.tellsOfMessages)
    }

    /// What ends a line that cannot be asked any more: first what a list showed of its messages is
    /// stored, since nobody will tell them better.
    func conclude(_ observation: Observation, on id: Line.ID) throws(StoreError) {
        try keepGlimpse(of: id)
        try observe(observation, on: id)
    }

    func keepGlimpse(of id: Line.ID) throws(StoreError) {
        guard let sight = sights[id], sight.isUnheard, let glimpse = sight.glimpse,
            let line = lines[id], seenLists[id]?.covers(glimpse.messages, in: line.episode) != true
        else { return }
        try receive(glimpse.messages, on: id)
    }
}
