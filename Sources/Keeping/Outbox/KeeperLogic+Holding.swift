import Accounts
import Channels
import Lines
import Storage

/// Holds back forwards until their channel may be sent to, and makes one of several.
extension KeeperLogic {
    /// Those of the due forwards of a channel that are sent now. For the others it is written when
    /// their next turn is; several that waited together become one.
    mutating func turns(of due: [Action], to channel: String) throws(StoreError) -> [Action] {
        guard let timing = settings.timings[channel] else { return due }
        try recallSent(to: channel, timing.rate)
        var sent = sentTo[channel] ?? []
        var changes: [Change] = []
        var (sending, gathered): ([Action], [Action]) = ([], [])
        for action in due {
            let waiting = try waiting(action)
            // All that is gathered counts as one.
            let before = waiting.isGathered ? sentTo[channel] ?? [] : sent
            switch timing.turn(of: waiting, at: moment.now, sent: before, zone: settings.zone) {
            case .later(let next, let hold):
                changes.append(.action(OpenAction(action.held(until: next, by: hold))))
            case .now where waiting.isGathered:
                if gathered.isEmpty { sent.append(moment.now) }
                gathered.append(action)
            case .now:
                sent.append(moment.now)
                sending.append(action)
            }
        }
        let digest = DigestContent(
            of: gathered, within: timing, zone: settings.zone, at: moment.now)
        if digest.count > 1 {
            changes += merging(gathered.prefix(digest.count), to: channel, digest.content)
        } else {
            sending += gathered.prefix(1)
        }
        try write(changes)
        if digest.count > 1 { noteSent(to: channel) }
        try releaseFullDigest(of: channel, timing.gathering?.most, after: changes)
        return sending
    }

    /// So many wait for the digest that it does not wait for its time.
    private mutating func releaseFullDigest(
        of channel: String, _ most: Int?, after changes: [Change]
    ) throws(StoreError) {
        guard let most, changes.contains(where: \.isHoldForDigest) else { return }
        let held = try disk.forwards(heldForDigestOf: channel, limit: most)
        guard held.count == most else { return }
        let now = moment.now
        try write(
            held.map { action in
                var action = action
                action.dueAt = min(action.dueAt, now)
                return .action(OpenAction(action))
            })
        wake(.outbox)
    }

    /// What an earlier run sent counts too.
    private mutating func recallSent(
        to channel: String, _ rate: ChannelTiming.Rate?
    ) throws(StoreError) {
        guard let rate, sentTo[channel] == nil else { return }
        sentTo[channel] = try disk.sendings(
            to: channel, since: moment.now - rate.span, limit: rate.most)
    }

    /// Nothing is held by what was known before: the configuration or the clock is another one.
    mutating func releaseHeld() throws(StoreError) {
        try write(releasesOfHeld())
        wake(.outbox)
    }

    func releasesOfHeld() throws(StoreError) -> [Change] {
        try disk.heldForwards().map { .action(OpenAction($0.released(at: moment.now))) }
    }

    /// A digest was counted when it was made.
    mutating func noteTry(of action: Action) {
        if action.origin != Self.digest { noteSent(to: action.channel) }
    }

    /// Remembers that a channel is sent something, if that is counted.
    private mutating func noteSent(to channel: String?) {
        guard let channel, let rate = settings.timings[channel]?.rate else { return }
        let now = moment.now
        sentTo[channel] = (sentTo[channel] ?? []).filter { $0 > now - rate.span } + [now]
    }

    private func waiting(_ action: Action) throws(StoreError) -> ChannelTiming.Waiting {
        var waiting = ChannelTiming.Waiting()
        waiting.hold = action.hold
        waiting.isUrgent = action.content?.priority == .urgent
        waiting.isAgain = action.attempts > 0 || action.origin == Self.digest
        if let id = action.message, let message = try disk.message(id), message.code != nil {
            waiting.codeUntil =
                message.oneTimeCode?.validUntil
                ?? (message.receivedAt ?? message.storedAt) + ChannelTiming.usualValidity
        }
        // A person who tests a channel waits for it.
        waiting.isAwaited = action.origin == "console"
        return waiting
    }

    private static let digest = "digest"

    private func merging(
        _ actions: ArraySlice<Action>, to channel: String, _ content: ForwardContent
    ) -> [Change] {
        let now = moment.now
        var details = ActionDetails()
        details.content = content
        var digest = Action(
            id: 0, key: identifier(), kind: .forward, origin: Self.digest, payload: details.json,
            createdAt: now)
        digest.channel = channel
        let ends = actions.flatMap { action -> [Change] in
            var action = action
            action.state = .done
            action.endedAt = now
            action.result = "Sent in one with \(counted(actions.count - 1, "other"))."
            action.hold = nil
            action.nextAt = nil
            return [.action(OpenAction(action)), ended(action, at: now)]
        }
        return [.decided(digest)] + ends
    }
}

extension Change {
    fileprivate var isHoldForDigest: Bool {
        if case .action(let action) = self { return action.hold == .digest }
        return false
    }
}

extension Action {
    fileprivate func held(until next: Instant, by hold: ForwardHold) -> Action {
        var action = self
        action.dueAt = next
        action.hold = hold
        action.result = "Held by \(hold.words)."
        return action
    }

    fileprivate func released(at now: Instant) -> Action {
        var action = self
        action.dueAt = min(dueAt, now)
        action.hold = nil
        action.result = nil
        return action
    }
}
