import Accounts
package import Channels
package import Lines
import Storage
import Transport

/// Prepares forwards for channels and records the results.
extension KeeperLogic {
    /// What is still to be sent of these, with its action.
    func deliveries(of actions: [Action]) throws(StoreError) -> [(Action, Delivery)] {
        var deliveries: [(Action, Delivery)] = []
        for action in actions {
            if let delivery = try delivery(of: action) { deliveries.append((action, delivery)) }
        }
        return deliveries
    }

    /// Nil if it is not to be sent to its channel any more: it was withdrawn, or passed on.
    func delivery(of action: Action) throws(StoreError) -> Delivery? {
        guard let stored = try disk.action(action.id), stored.isStill(action) else { return nil }
        var message: ForwardedMessage?
        if let id = action.message, let stored = try disk.message(id) {
            message = ForwardedMessage(stored, on: line(stored.line))
        }
        let content = action.content ?? ForwardContent(text: message?.text ?? "")
        return Delivery(
            id: action.key, attempt: action.attempts + 1, content: content, message: message,
            createdAt: action.createdAt, now: moment.now)
    }

    /// Records all given tries in one transaction.
    mutating func delivered(_ ends: [Keeper.DeliveryEnd]) throws(StoreError) {
        guard !ends.isEmpty else { return }
        let now = moment.now
        var changes: [Change] = []
        for end in ends {
            noteTry(of: end.action)
            note(end, at: now)
            let stored = try disk.action(end.action.id) ?? end.action
            var end = end
            // Its script may have been renamed while it was sent.
            end.action.origin = stored.origin
            changes +=
                stored.isStill(end.action)
                ? outcome(of: end, at: now) : lateOutcome(of: end, stored, at: now)
        }
        try write(changes)
        if changes.contains(where: \.isAnotherTurn) { wake(.outbox) }
        wake(.outcomes)
    }

    private mutating func note(_ end: Keeper.DeliveryEnd, at now: Instant) {
        guard let channel = end.action.channel else { return }
        switch end.result {
        case .success: notes.taken(by: channel, at: now)
        case .failure(.noReceiver(_, 410, _)): notes.isGone(channel)
        case .failure: break
        }
    }

    /// It was being sent when it was withdrawn or passed on: only that it was taken counts.
    private func lateOutcome(
        of end: Keeper.DeliveryEnd, _ stored: Action, at now: Instant
    ) -> [Change] {
        guard case .success(let receipt) = end.result, stored.state != .done else { return [] }
        var action = stored
        action.channel = end.action.channel
        action.state = .done
        action.attempts = end.action.attempts + 1
        action.result = receipt.text
        action.answer = action.isByScript ? receipt.answer : nil
        action.nextAt = nil
        action.endedAt = now
        return [.action(OpenAction(action)), ended(action, at: now)]
    }

    func ended(_ action: Action, at now: Instant) -> Change {
        .event(
            EventRecord(ended: action, at: now, lineIsGone: false, isHeard: isHeard(action)))
    }

    private func outcome(of end: Keeper.DeliveryEnd, at now: Instant) -> [Change] {
        var action = end.action
        action.attempts += 1
        action.hold = nil
        switch end.result {
        case .success(let receipt):
            action.state = .done
            action.result = receipt.text
            action.answer = action.isByScript ? receipt.answer : nil
        case .failure(let error):
            action.result = error.description
            action.answer = action.isByScript ? error.answer : nil
            if case .retry(let after) = error.remedy, action.attempts < Keeper.DeliveryEnd.tries {
                action.dueAt =
                    now + max(after ?? .zero, Keeper.DeliveryEnd.pause(after: action.attempts))
                guard action.attempts == 1 else { return [.delivered(action)] }
                let text = "\(action.channel ?? ""): \(error.description) Retrying."
                let retry = EventRecord(at: now, kind: "forward_retry", text: text)
                return [.delivered(action), .event(retry)]
            }
            if let passed = passing(action, because: "failed (\(error.description))") {
                return passed
            }
            action.state = .failed
        }
        action.endedAt = now
        return [.delivered(action), ended(action, at: now)]
    }

    /// Ends forwards to channels that are no longer configured.
    mutating func setAsideForwards(without channels: Set<String>) throws(StoreError) {
        let now = moment.now
        self.channels = channels
        for name in try disk.channelsOfPendingForwards() where !channels.contains(name) {
            let waiting = try disk.actions(in: [.pending]).filter {
                $0.kind == .forward && $0.channel == name
            }
            let reason =
                "Channel \(name) is no longer in config.lua. Add it again, restart and `retry`."
            try write(
                waiting.flatMap {
                    passing($0, because: "is no longer in config.lua")
                        ?? $0.settingAside(reason, at: now)
                })
        }
    }

    /// Records a forward ordered by a person, such as the test of a channel.
    mutating func recordForward(
        to channel: String, _ content: ForwardContent, origin: String
    ) throws(KeeperError) -> OpenAction {
        var details = ActionDetails()
        details.content = content
        var action = Action(
            id: 0, key: identifier(), kind: .forward, origin: origin,
            payload: details.json, createdAt: moment.now)
        action.channel = channel
        let test = Change.channelTest(action)
        let written = try writing { () throws(StoreError) in try write([test]).onlyAction }
        wake(.outbox)
        return written
    }
}

extension Action {
    /// Whether this forward, as it is stored, still waits for the channel that it was taken for.
    fileprivate func isStill(_ taken: Action) -> Bool {
        state == .pending && channel == taken.channel
    }
}

extension Change {
    /// Whether a forward waits again, for another channel.
    fileprivate var isAnotherTurn: Bool {
        if case .action(let action) = self { return action.state == .pending }
        return false
    }
}

extension ForwardedMessage {
    init(_ message: Message, on line: Line?) {
        self.init(
            id: message.id, line: message.line, label: line?.label, number: message.number ?? "",
            account: message.account, service: line?.service, country: line?.country,
            sender: message.sender, text: message.text, code: message.code,
            // Some providers do not report the time of receipt; the time of storage is used
            // instead.
            receivedAt: message.receivedAt ?? message.storedAt, storedAt: message.storedAt,
            route: message.route,
            tags: message.tags)
        codeConfidence = message.oneTimeCode?.confidenceName
        codeValidUntil = (message.oneTimeCode?.validUntil).map { RFC3339(wrappedValue: $0) }
        codeFor = message.oneTimeCode?.purpose
        kind = message.kind == .sms ? nil : message.kind.rawValue
        completed = message.completions > 0
        backlog = message.isBacklog
    }
}

extension Keeper {
    /// The result of one try at a forward.
    package struct DeliveryEnd: Sendable {
        /// A forward is tried for about three days before it counts as dead.
        static let tries = 24

        package var action: Action
        package var result: Result<DeliveryReceipt, DeliveryError>

        package init(action: Action, result: Result<DeliveryReceipt, DeliveryError>) {
            self.action = action
            self.result = result
        }

        /// 10 s, 20 s, 40 s ... six hours.
        static func pause(after attempts: Int) -> Duration {
            .seconds(min(21_600, 5 << min(attempts, 13)))
        }
    }
}
