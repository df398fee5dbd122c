/// Tells which of the messages that a list shows anew are stored already, and are only told otherwise:
/// better than before, or under another time.
///
/// A message whose time was corrected takes its old place in the list with it. One that is stored and
/// shown no more, and one of the same words that is shown anew, are therefore one, unless the second
/// bears a time at which it can have come since the last look: storing one twice is better than losing
/// one. Where several moved by the same step, those that could be new have moved with them.
package struct Reconciliation {
    /// What is shown and is not known by its key.
    private let shown: [ReceivedMessage]
    /// What is stored, was shown before, and is shown no more.
    private let missing: [StoredMessage]
    /// Between which times that lies which is shown and known.
    private let known: ClosedRange<Instant>?
    /// When what is new can have come.
    private let arrivals: ClosedRange<Instant>
    /// Whether the same words may be told again when another code was asked for.
    private let hasEpisodes: Bool

    private var matches: [Int: Int] = [:]
    private var isTaken: [Bool]

    /// How long a provider may keep a message before it shows it.
    private static let delay = Duration.minutes(2)
    /// By how much a time may differ from one look to the next without meaning anything.
    private static let tremor = Duration.seconds(2)
    /// So many different texts that moved by the same step, to the millisecond, are no coincidence.
    private static let proof = 3
    /// How many of one text are looked at to find the steps, and how many steps there may be.
    private static let (sample, steps) = (64, 8)

    /// - Parameters:
    ///   - arrivals: from the last look to now, on the provider's clock as its times are read.
    package init(
        shown: [ReceivedMessage], missing: [StoredMessage], known: ClosedRange<Instant>?,
        arrivals: ClosedRange<Instant>, hasEpisodes: Bool
    ) {
        self.shown = shown
        self.missing = missing
        self.known = known
        self.arrivals = arrivals
        self.hasEpisodes = hasEpisodes
        isTaken = Array(repeating: false, count: missing.count)
    }

    /// The id of what each of `shown` is, by its place; what is new has none.
    package mutating func settled() -> [Int: Message.ID] {
        guard !missing.isEmpty, !shown.isEmpty else { return [:] }
        matchWords()
        let steps = matchSteps()
        matchNearest()
        matchTimes()
        matchGrown(steps)
        if !hasEpisodes { matchUndated() }
        return matches.mapValues { missing[$0].id }
    }

    private mutating func match(_ one: Int, _ other: Int) {
        matches[one] = other
        isTaken[other] = true
    }

    // MARK: Told better

    private struct Place: Hashable {
        var time: Instant?
        var words: String
    }

    /// The same time and the same words, but for a sender that was missing or a blank at the end.
    private mutating func matchWords() {
        var places = Dictionary(grouping: missing.indices.reversed()) {
            Place(time: missing[$0].receivedAt, words: missing[$0].text.trimmedTail)
        }
        for one in shown.indices {
            let place = Place(time: shown[one].receivedAt, words: shown[one].text.trimmedTail)
            guard let last = places[place]?.last, missing[last].isPart(of: shown[one]) else {
                continue
            }
            match(one, last)
            places[place]?.removeLast()
        }
    }

    /// The same time, or none: told better, or worse.
    private mutating func matchTimes() {
        let left = missing.indices.filter { !isTaken[$0] }
        var places = Dictionary(grouping: left) { missing[$0].receivedAt }
        for one in shown.indices where matches[one] == nil {
            if takeBest(&places[shown[one].receivedAt], for: one) { continue }
            // Where one of both was told without its time, it is known better now.
            if shown[one].receivedAt != nil { _ = takeBest(&places[nil], for: one) }
        }
    }

    /// What says most of what is shown goes first: whatever was empty is part of everything.
    private mutating func takeBest(_ places: inout [Int]?, for one: Int) -> Bool {
        let parts = (places ?? []).prefix(Self.sample).filter {
            missing[$0].isPart(of: shown[one])
        }
        let best = parts.max { missing[$0].text.utf8.count < missing[$1].text.utf8.count }
        guard let best else { return false }
        match(one, best)
        places?.removeAll { $0 == best }
        return true
    }

    // MARK: Told under another time

    private struct Words: Hashable {
        var sender: String?
        var text: String
    }

    /// Those of the same words, both sides in the order of their times.
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

    private func time(_ one: Int) -> Instant { shown[one].receivedAt ?? arrivals.upperBound }

    private func formerTime(_ other: Int) -> Instant {
        missing[other].receivedAt ?? arrivals.upperBound
    }

    private func step(_ one: Int, _ other: Int) -> Duration { time(one) - formerTime(other) }

    /// A list of the latest only: the oldest fell out of it, and the newest came.
    private func isPushedOut(_ one: Int, _ other: Int) -> Bool {
        known.map { formerTime(other) < $0.lowerBound && time(one) > $0.upperBound } ?? false
    }

    /// Whether one cannot be new, and so is the other.
    private func isSure(_ one: Int, _ other: Int) -> Bool {
        if isPushedOut(one, other) { return false }
        if isTremor(one, other) { return true }
        // What is shown around it was not pushed out of the list: it is there under another time.
        let isInside = known.map { formerTime(other) > $0.lowerBound } ?? false
        let earliest = isInside ? arrivals.lowerBound : arrivals.lowerBound - Self.delay
        return !(earliest...arrivals.upperBound).contains(time(one))
    }

    private func isTremor(_ one: Int, _ other: Int) -> Bool {
        step(one, other).magnitude <= Self.tremor
    }

    /// Those that moved by the same step, the one that most moved by first; returns the steps.
    private mutating func matchSteps() -> [Duration] {
        var steps: [Duration] = []
        while steps.count < Self.steps {
            let groups = alike()
            guard let step = commonStep(groups) else { break }
            steps.append(step)
            for group in groups {
                var places = Dictionary(grouping: group.missing, by: formerTime)
                for one in group.shown {
                    guard let other = places[time(one) - step]?.first, !isPushedOut(one, other)
                    else { continue }
                    match(one, other)
                    places[time(one) - step]?.removeFirst()
                }
            }
        }
        return steps
    }

    private struct Votes {
        var all = 0
        var isSure = false
        var texts = 0
        var lastText = -1
    }

    private func commonStep(_ groups: [(shown: [Int], missing: [Int])]) -> Duration? {
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
            }?.key
    }

    /// What is left of those that cannot be new, each to the nearest.
    private mutating func matchNearest() {
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

    /// Told without their times from now on, in the order they were told in before.
    private mutating func matchUndated() {
        for group in alike(isDated: false) {
            for (one, other) in zip(group.shown, group.missing) { match(one, other) }
        }
    }

    /// Told better, and under a time that moved as others did or trembled.
    private mutating func matchGrown(_ steps: [Duration]) {
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
    /// The first and the last so many.
    fileprivate func ends(_ count: Int) -> ArraySlice<Element> {
        self.count > 2 * count ? prefix(count) + suffix(count) : self[...]
    }

    /// The first place at which `isAfter` holds, of what is in that order.
    fileprivate func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
