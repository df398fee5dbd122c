/// All troubles, and the decision what a person is told of them and when.
///
/// It is given what is seen now, every few seconds. A trouble that has lasted long enough is told
/// once. Its end is told once it has been away for a while, so that one which comes and goes is one
/// alert; if it comes back soon after, that is told with a count, and it must be away for twice as
/// long the next time.
package struct TroubleBook: Equatable, Sendable {
    /// More are not remembered: a fault of this program must not fill the disk.
    static let most = 1000
    /// How long a trouble is remembered after its end.
    package static let memory = Duration.days(1)

    package private(set) var entries: [Trouble.Key: TroubleEntry] = [:]
    /// When alerts were sent in the last hour.
    private var sent: [Instant] = []

    /// - Parameters:
    ///   - stored: what was written before a restart. It counts as away until it is seen.
    ///   - sent: when alerts were sent before it, at least in the last hour.
    package init(_ stored: [TroubleEntry] = [], sent: [Instant] = [], at now: Instant? = nil) {
        self.sent = sent
        for var entry in stored {
            if entry.endedAt == nil { entry.awaySince = now }
            entries[entry.trouble.key] = entry
        }
    }

    /// Open troubles, the oldest first.
    package var open: [TroubleEntry] {
        entries.values.filter(\.isOpen).sorted {
            ($0.since, $0.trouble.key) < ($1.since, $1.trouble.key)
        }
    }

    // MARK: What is seen

    /// Takes in what is seen now.
    package mutating func observe(_ seen: [Trouble], at now: Instant, by rules: AlertRules) {
        var there: Set<Trouble.Key> = []
        for trouble in seen where there.insert(trouble.key).inserted {
            note(trouble, at: now, by: rules)
        }
        for key in entries.keys where !there.contains(key) { miss(key, at: now, by: rules) }
    }

    private mutating func note(_ trouble: Trouble, at now: Instant, by rules: AlertRules) {
        guard entries[trouble.key] != nil || hasRoom() else { return }
        let began = min(trouble.since ?? now, now)
        var entry = entries[trouble.key] ?? TroubleEntry(trouble, since: began)
        entry.trouble = trouble
        if let ended = entry.endedAt {
            let isBack = now - ended < AlertRules.returning
            if entry.isTold, !entry.isEndTold {
                // Nobody heard of the end: it has just gone on.
                entry.endedAt = nil
            } else {
                let returns = isBack ? entry.returns + 1 : 0
                entry = TroubleEntry(trouble, since: began)
                entry.returns = returns
            }
        } else if entry.awaySince != nil, entry.openedAt == nil {
            entry.since = min(entry.since, began)
        }
        entry.awaySince = nil
        if entry.openedAt == nil, now - entry.since >= rules.patience(of: trouble.kind) {
            entry.openedAt = now
        }
        entries[trouble.key] = entry
    }

    /// Whether there is room for another one: what has ended longest ago makes it.
    private mutating func hasRoom() -> Bool {
        guard entries.count >= Self.most else { return true }
        let oldest = entries.values.filter { $0.endedAt != nil && ($0.isEndTold || !$0.isTold) }
            .min {
                ($0.endedAt ?? $0.since, $0.trouble.key) < ($1.endedAt ?? $1.since, $1.trouble.key)
            }
        guard let oldest else { return false }
        entries[oldest.trouble.key] = nil
        return true
    }

    private mutating func miss(_ key: Trouble.Key, at now: Instant, by rules: AlertRules) {
        guard var entry = entries[key] else { return }
        guard entry.endedAt == nil else {
            let isTold = entry.isEndTold || !entry.isTold
            if now - (entry.endedAt ?? now) >= Self.memory, isTold {
                entries[key] = nil
            }
            return
        }
        let away = entry.awaySince ?? now
        entry.awaySince = away
        if now - away >= rules.settling(after: entry.returns) {
            guard entry.openedAt != nil else {
                entries[key] = nil
                return
            }
            entry.endedAt = away
        }
        entries[key] = entry
    }

    // MARK: What scripts see to

    /// Leaves a trouble to a script that did something about it, unless somebody was told of it.
    package mutating func leave(_ trouble: Trouble, at now: Instant) {
        let known = entries[trouble.key].flatMap { $0.endedAt == nil ? $0 : nil }
        guard known?.isTold != true, entries[trouble.key] != nil || hasRoom() else { return }
        var entry = known ?? TroubleEntry(trouble, since: now)
        entry.trouble = trouble
        entry.openedAt = entry.openedAt ?? now
        entry.awaySince = nil
        entry.isEndTold = true
        entries[trouble.key] = entry
    }

    /// No script sees to it any more: if it is still there, somebody is told.
    package mutating func takeUp(_ key: Trouble.Key) {
        guard let entry = entries[key], entry.isLeft, entry.endedAt == nil else { return }
        entries[key]?.isEndTold = false
    }

    // MARK: What is told

    /// What is to be told now, in one alert for each way it may take; it counts as told. What there
    /// is no room for in this hour is told later, together.
    package mutating func alerts(at now: Instant, by rules: AlertRules) -> [Alert] {
        sent = sent.filter { $0 > now - .hours(1) && $0 <= now }
        let news = entries.values.compactMap { notice(of: $0, by: rules) }
            .sorted { ($0.rank, $0.entry.trouble.key) < ($1.rank, $1.entry.trouble.key) }
        let groups = Dictionary(grouping: news, by: \.avoided).sorted {
            ($0.key ?? "") < ($1.key ?? "")
        }
        var alerts: [Alert] = []
        for (avoided, notices) in groups where sent.count < rules.mostPerHour {
            sent.append(now)
            alerts.append(Alert(notices, avoiding: avoided, at: now))
            for notice in notices {
                entries[notice.entry.trouble.key]?.isTold = true
                if notice.isEnd { entries[notice.entry.trouble.key]?.isEndTold = true }
            }
        }
        return alerts
    }

    private func notice(of entry: TroubleEntry, by rules: AlertRules) -> Alert.Notice? {
        guard entry.openedAt != nil, !entry.isLeft, !rules.muted.contains(entry.trouble.kind) else {
            return nil
        }
        if entry.endedAt != nil {
            return entry.isTold && !entry.isEndTold ? Alert.Notice(entry, isEnd: true) : nil
        }
        return entry.isTold ? nil : Alert.Notice(entry, isEnd: false)
    }

    // MARK: The clock

    /// The machine's clock was set: what has lasted a minute has still lasted a minute.
    package mutating func shift(by step: Duration) {
        sent = sent.map { $0 + step }
        for key in Array(entries.keys) {
            entries[key]?.shift(by: step)
        }
    }
}

extension TroubleEntry {
    fileprivate mutating func shift(by step: Duration) {
        since = since + step
        openedAt = openedAt.map { $0 + step }
        awaySince = awaySince.map { $0 + step }
        endedAt = endedAt.map { $0 + step }
    }
}
