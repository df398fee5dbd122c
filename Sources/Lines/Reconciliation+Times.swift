/// Matches messages that are now listed under another time: by a shift that several share, by the
/// nearest with the same words, or as a fuller version at a time shifted like the others.
extension Reconciliation {
    /// How long a provider usually holds back a message before showing it, as in `ReceiptTime`.
    private static let delay = Duration.minutes(5)
    /// The limit if the same words are the only evidence for a corrected time.
    private static let slowDelay = Duration.minutes(15)
    private static let longDelay = Duration.minutes(30)
    /// How much a time may vary between two looks without meaning anything.
    private static let tremor = Duration.seconds(2)
    /// This many different texts shifted by the same step, to the millisecond, are no coincidence.
    private static let proof = 3
    /// The maximum number of different steps.
    private static let steps = 8

    private struct Words: Hashable {
        var sender: String?
        var text: String
    }

    /// Unmatched messages grouped by sender and text, both sides in order of time.
    private func alike(isDated: Bool = true) -> [(shown: [Int], missing: [Int])] {
        var groups: [Words: (shown: [Int], missing: [Int])] = [:]
        for other in missing.indices where !isTaken[other] && missing[other].receivedAt != nil {
            let words = Words(sender: missing[other].sender, text: missing[other].text)
            groups[words, default: ([], [])].missing.append(other)
        }
        for one in shown.indices
        where matches[one] == nil && (shown[one].receivedAt != nil) == isDated {
            groups[Words(sender: shown[one].sender, text: shown[one].text)]?.shown.append(one)
        }
        return groups.values.filter { !$0.shown.isEmpty }.map { group in
            (
                group.shown.sorted { time($0) < time($1) },
                group.missing.sorted { formerTime($0) < formerTime($1) }
            )
        }
    }

    private func time(_ one: Int) -> Instant { shown[one].receivedAt ?? now }

    private func formerTime(_ other: Int) -> Instant { missing[other].receivedAt ?? now }

    private func step(_ one: Int, _ other: Int) -> Duration { time(one) - formerTime(other) }

    /// Whether it can have arrived since the last look and been held back for up to `late`.
    private func canBeNew(_ one: Int, late: Duration) -> Bool {
        arrivals.contains { ($0.lowerBound - late...$0.upperBound).contains(time(one)) }
    }

    /// Whether matching these two would fit a list of only the latest messages, from which the
    /// oldest dropped out when the newest came.
    private func hasPassed(_ one: Int, _ other: Int) -> Bool {
        knownTimes.map { formerTime(other) < $0.lowerBound && time(one) > $0.upperBound } ?? false
    }

    /// The oldest dropped out of a list of only the latest messages, and the newest came.
    private func isPushedOut(_ one: Int, _ other: Int) -> Bool {
        hasPassed(one, other) && canBeNew(one, late: Self.delay)
    }

    /// Whether the shown message cannot be new and must therefore be the missing one.
    private func isSure(_ one: Int, _ other: Int) -> Bool {
        if isPushedOut(one, other) { return false }
        if isTremor(step(one, other)) { return true }
        if hasPassed(one, other) {
            // A list of the latest messages may show its newest very late. Corrected times move by
            // quarters of an hour, or jitter just past an equal text.
            let isBeside = knownTimes.map { isTremor(time(one) - $0.upperBound) } ?? false
            return (isBeside || isOfZones(step(one, other)))
                && !canBeNew(one, late: Self.longDelay)
        }
        // A message between listed ones was not pushed out: it is there under another time.
        if knownTimes.map({ formerTime(other) > $0.lowerBound }) ?? false {
            return !canBeNew(one, late: .zero)
        }
        guard isOfZones(step(one, other)) else { return !canBeNew(one, late: Self.slowDelay) }
        // A list that has grown has pushed nothing out, and the same words do not come again at an
        // earlier time: only a message that arrived since the last look can be another one.
        let isMoved = isGrown || step(one, other) < .zero
        return !canBeNew(one, late: isMoved ? .zero : Self.delay)
    }

    private func isTremor(_ step: Duration) -> Bool { step.magnitude <= Self.tremor }

    /// Whether two time zones may be this far apart: whole quarters of an hour.
    private func isOfZones(_ step: Duration) -> Bool {
        let quarter = Duration.minutes(15).milliseconds
        let rest = step.magnitude.milliseconds % quarter
        return min(rest, quarter - rest) <= Self.tremor.milliseconds
    }

    /// Matches messages shifted by the same step, the most common step first; returns the steps.
    mutating func matchSteps() -> [Duration] {
        var steps: [Duration] = []
        while steps.count < Self.steps {
            let groups = alike()
            guard let (step, votes) = commonStep(groups) else { break }
            steps.append(step)
            for group in groups {
                var places = Dictionary(grouping: group.missing, by: formerTime)
                for one in group.shown {
                    guard let other = places[time(one) - step]?.first,
                        votes.texts >= Self.proof || !isPushedOut(one, other)
                    else { continue }
                    match(one, other)
                    places[time(one) - step]?.removeFirst()
                }
            }
            if votes.texts >= Self.proof { matchMoved(by: step) }
        }
        return steps
    }

    /// If the interval between equal texts is the step itself, most shifted messages took the times
    /// of others and are known by those keys. A message one step after a known one has been shifted
    /// too.
    private mutating func matchMoved(by step: Duration) {
        let groups = alike()
        guard !groups.isEmpty else { return }
        var former: [Words: Set<Instant>] = [:]
        for item in known {
            guard let time = item.receivedAt else { continue }
            former[Words(sender: item.sender, text: item.text), default: []].insert(time)
        }
        for group in groups {
            var left = group.missing[...]
            for one in group.shown {
                let words = Words(sender: shown[one].sender, text: shown[one].text)
                guard former[words]?.contains(time(one) - step) == true,
                    let other = left.popFirst()
                else { continue }
                match(one, other)
            }
        }
    }

    private struct Votes {
        var all = 0
        var isSure = false
        var texts = 0
        var lastText = -1
    }

    private func commonStep(
        _ groups: [(shown: [Int], missing: [Int])]
    ) -> (key: Duration, value: Votes)? {
        var votes: [Duration: Votes] = [:]
        for (text, group) in groups.enumerated() {
            for one in group.shown.ends(Self.sample) {
                for other in group.missing.ends(Self.sample) where !isPushedOut(one, other) {
                    var vote = votes[step(one, other), default: Votes()]
                    vote.all += 1
                    vote.isSure = vote.isSure || isSure(one, other)
                    if vote.lastText != text { vote.texts += 1 }
                    vote.lastText = text
                    votes[step(one, other)] = vote
                }
            }
        }
        return votes.filter { $0.value.isSure || $0.value.texts >= Self.proof }
            .max { left, right in
                if left.value.all != right.value.all { return left.value.all < right.value.all }
                let (one, other) = (left.key.magnitude, right.key.magnitude)
                return one == other ? left.key < right.key : one > other
            }
    }

    /// Matches each remaining message that cannot be new to the nearest one.
    mutating func matchNearest() {
        for group in alike() {
            var left = group.missing
            for one in group.shown {
                let after = left.partitioningIndex { formerTime($0) >= time(one) }
                let near = left[max(0, after - Self.sample)..<min(left.count, after + Self.sample)]
                let best = near.indices.filter { isSure(one, left[$0]) }
                    .min { step(one, left[$0]).magnitude < step(one, left[$1]).magnitude }
                guard let best else { continue }
                match(one, left[best])
                left.remove(at: best)
            }
        }
    }

    /// Matches messages now reported without a time, in the order of their former reports.
    mutating func matchUndated() {
        for group in alike(isDated: false) {
            for (one, other) in zip(group.shown, group.missing) { match(one, other) }
        }
    }

    /// Matches fuller versions at a jittered time or one shifted by one of `steps`.
    mutating func matchGrown(_ steps: [Duration]) {
        let left = missing.indices.filter { !isTaken[$0] && missing[$0].receivedAt != nil }
            .sorted { formerTime($0) < formerTime($1) }
        guard !left.isEmpty else { return }
        for one in shown.indices where matches[one] == nil && shown[one].receivedAt != nil {
            let centres = [time(one)] + steps.map { time(one) - $0 }
            let near = centres.enumerated().flatMap { index, centre in
                let reach = index == 0 ? Self.tremor : .zero
                let from = left.partitioningIndex { formerTime($0) >= centre - reach }
                return left[from...].prefix(Self.sample).prefix { formerTime($0) <= centre + reach }
            }
            let other = near.first {
                !isTaken[$0] && !isPushedOut(one, $0) && missing[$0].isPart(of: shown[one])
            }
            if let other { match(one, other) }
        }
    }
}

extension Duration {
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}

extension Array {
    /// The first and last `count` elements.
    fileprivate func ends(_ count: Int) -> ArraySlice<Element> {
        self.count > 2 * count ? prefix(count) + suffix(count) : self[...]
    }

    /// The first index at which `isAfter` holds, in a partitioned array.
    fileprivate func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
