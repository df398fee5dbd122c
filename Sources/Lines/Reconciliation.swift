/// Tells which of the messages that a list shows anew are stored already, and are only told otherwise:
/// better than before, or under another time.
///
/// A message whose time was corrected takes its old place in the list with it. One that is stored and
/// shown no more, and one of the same words that is shown anew, are therefore one, unless the second
/// bears a time at which it can have come since the last look: storing one twice is better than losing
/// one. Where several moved by the same step, those that could be new have moved with them.
///
/// How what is told better is found is written here; `Reconciliation+Times.swift` has the other times.
package struct Reconciliation {
    /// What is shown and is not known by its key.
    let shown: [ReceivedMessage]
    /// What is stored, was shown before, and is shown no more.
    let missing: [StoredMessage]
    /// What is shown and known, in the order of its times.
    let known: [ReceivedMessage]
    /// Between which times that lies.
    let knownTimes: ClosedRange<Instant>?
    /// When what is new can have come: as times are read, and as they were read of late.
    let arrivals: [ClosedRange<Instant>]
    /// What is told without a time is taken for the latest.
    let now: Instant
    /// Whether the same words may be told again when another code was asked for.
    private let hasEpisodes: Bool

    private(set) var matches: [Int: Int] = [:]
    private(set) var isTaken: [Bool]

    /// How many of one text are looked at.
    static let sample = 64

    /// - Parameters:
    ///   - known: what else the list shows.
    ///   - arrivals: from the last look to now, on the provider's clock; none when nobody looked.
    package init(
        shown: [ReceivedMessage], missing: [StoredMessage], known: [ReceivedMessage],
        arrivals: [ClosedRange<Instant>], hasEpisodes: Bool
    ) {
        self.shown = shown
        self.missing = missing
        self.known = known
        let times = known.lazy.compactMap(\.receivedAt)
        knownTimes = times.first.flatMap { first in times.last.map { first...$0 } }
        self.arrivals = arrivals
        now = arrivals.map(\.upperBound).max() ?? Instant(milliseconds: 0)
        self.hasEpisodes = hasEpisodes
        isTaken = Array(repeating: false, count: missing.count)
    }

    /// The id of what each of `shown` is, by its place; what is new has none.
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
    private mutating func matchTimes(_ isPart: (StoredMessage, ReceivedMessage) -> Bool) {
        let left = missing.indices.filter { !isTaken[$0] }
        var places = Dictionary(grouping: left) { missing[$0].receivedAt }
        for one in shown.indices where matches[one] == nil {
            if takeBest(&places[shown[one].receivedAt], for: one, isPart) { continue }
            // Where one of both was told without its time, it is known better now.
            if shown[one].receivedAt != nil { _ = takeBest(&places[nil], for: one, isPart) }
        }
    }

    /// The same time, and the same words written otherwise: blanks and capitals, a part that came later,
    /// `…` for an end that was missing, another name for the sender.
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

    /// What says most of what is shown goes first: whatever was empty is part of everything.
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
