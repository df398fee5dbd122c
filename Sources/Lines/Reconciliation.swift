/// Decides which messages that seem new in a list are stored already and only reported differently:
/// more completely, or under another time.
///
/// A message whose time was corrected moves within the list. A stored message that is no longer
/// shown and a new one with the same words are therefore the same, unless the new one's time allows
/// it to have arrived since the last look: storing a message twice is better than losing one. If
/// several shifted by the same step, those that could be new shifted with them.
///
/// This file matches fuller versions; `Reconciliation+Times.swift` matches other times.
package struct Reconciliation {
    /// Shown messages whose key is unknown.
    let shown: [ReceivedMessage]
    /// Stored messages that were shown before and are not shown now.
    let missing: [StoredMessage]
    /// Shown messages whose key is known, in order of time.
    let known: [ReceivedMessage]
    /// The time range of `known`.
    let knownTimes: ClosedRange<Instant>?
    /// Whether the list has more messages than those that it may have shown before.
    let isGrown: Bool
    /// When a new message can have arrived: by the present reading of stamps, and by recent ones.
    let arrivals: [ClosedRange<Instant>]
    /// Stands in for the time of an undated message, which counts as the latest.
    let now: Instant
    /// Whether the same words may come again after another code was requested.
    private let hasEpisodes: Bool

    private(set) var matches: [Int: Int] = [:]
    private(set) var isTaken: [Bool]

    /// The maximum number of equal texts compared.
    static let sample = 64

    /// - Parameters:
    ///   - known: the other messages in the list.
    ///   - arrivals: from the last look to now, on the provider's clock; empty if nobody looked.
    package init(
        shown: [ReceivedMessage], missing: [StoredMessage], known: [ReceivedMessage],
        arrivals: [ClosedRange<Instant>], hasEpisodes: Bool
    ) {
        self.shown = shown
        self.missing = missing
        self.known = known
        let times = known.lazy.compactMap(\.receivedAt)
        knownTimes = times.first.flatMap { first in times.last.map { first...$0 } }
        isGrown = shown.count > missing.count
        self.arrivals = arrivals
        now = arrivals.map(\.upperBound).max() ?? Instant(milliseconds: 0)
        self.hasEpisodes = hasEpisodes
        isTaken = Array(repeating: false, count: missing.count)
    }

    /// The ids of stored messages by index into `shown`; a new message has none.
    package mutating func settled() -> [Int: Message.ID] {
        guard !missing.isEmpty, !shown.isEmpty else { return [:] }
        matchWords()
        let steps = matchSteps()
        matchNearest()
        matchTimes { missing, shown in missing.isPart(of: shown) }
        matchRewritten()
        matchGrown(steps)
        if !hasEpisodes { matchUndated() }
        return matches.mapValues { missing[$0].id }
    }

    mutating func match(_ one: Int, _ other: Int) {
        matches[one] = other
        isTaken[other] = true
    }

    // MARK: Told better

    private struct Place: Hashable {
        var time: Instant?
        var words: String
    }

    /// Same time and same words, except for a missing sender or trailing blanks.
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

    /// Same time or none, and one text is a fuller version of the other.
    private mutating func matchTimes(_ isPart: (StoredMessage, ReceivedMessage) -> Bool) {
        let left = missing.indices.filter { !isTaken[$0] }
        var places = Dictionary(grouping: left) { missing[$0].receivedAt }
        for one in shown.indices where matches[one] == nil {
            if takeBest(&places[shown[one].receivedAt], for: one, isPart) { continue }
            // If one of the two was reported without a time, the time is known now.
            if shown[one].receivedAt != nil { _ = takeBest(&places[nil], for: one, isPart) }
        }
    }

    /// Same time and the same words written differently: blanks, capitals, a part that came later,
    /// `…` for a missing end, or another sender name.
    private mutating func matchRewritten() {
        for isOfOneSender in [true, false] {
            let left = missing.indices.filter {
                !isTaken[$0] && missing[$0].receivedAt != nil
            }
            var places = Dictionary(grouping: left) { missing[$0].receivedAt }
            for one in shown.indices where matches[one] == nil && shown[one].receivedAt != nil {
                _ = takeBest(&places[shown[one].receivedAt], for: one) {
                    $0.isAlike($1, isOfOneSender: isOfOneSender)
                }
            }
        }
    }

    /// Prefers the longest candidate: an empty text is part of every other.
    private mutating func takeBest(
        _ places: inout [Int]?, for one: Int, _ isPart: (StoredMessage, ReceivedMessage) -> Bool
    ) -> Bool {
        let parts = (places ?? []).prefix(Self.sample).filter { isPart(missing[$0], shown[one]) }
        let best = parts.max { missing[$0].text.utf8.count < missing[$1].text.utf8.count }
        guard let best else { return false }
        match(one, best)
        places?.removeAll { $0 == best }
        return true
    }
}
