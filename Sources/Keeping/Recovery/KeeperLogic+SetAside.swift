import Foundation
import Lines
import Storage
import Transport

/// What a start finds waiting that nobody can carry out: it ends as failed, with the reason, instead
/// of keeping the manager from starting or waiting for ever.
extension KeeperLogic {
    static func setAside(_ store: Store, at now: Instant) throws(StoreError) {
        let unknown = try store.endUnknownActions(at: now)
        let lines = Set(try store.lines().map(\.id))
        let broken = try store.actions(in: [.pending]).compactMap { action in
            fault(of: action, lines).map { (action, $0) }
        }
        guard !unknown.isEmpty || !broken.isEmpty else { return }
        try store.write { database in
            for (id, kind) in unknown {
                try database.append(
                    EventRecord(
                        at: now, kind: "action",
                        text:
                            "action \(id) failed: It is of the kind \"\(kind.prefix(40))\", which "
                            + "this version does not know."))
            }
            for (action, reason) in broken {
                try database.end(action, reason, at: now)
            }
        }
    }

    /// Forwards to channels that are no longer in the configuration.
    mutating func setAsideForwards(without channels: Set<String>) throws(StoreError) {
        let now = moment.now
        for name in try store.channelsOfPendingForwards() where !channels.contains(name) {
            let waiting = try store.actions(in: [.pending]).filter {
                $0.kind == .forward && $0.channel == name
            }
            let reason =
                "There is no channel \(name) in config.lua any more. Add it again, restart and "
                + "`retry`."
            let records = try store.write { database in
                try waiting.map { try database.end($0, reason, at: now) }
            }
            for action in waiting { endOpen(action.id) }
            announce(records)
        }
    }

    /// Why an action cannot be carried out as it is stored; nil when it can. A paid one that was begun
    /// is a doubt whatever is wrong with it, and not looked at here.
    private static func fault(of action: Action, _ lines: Set<Line.ID>) -> String? {
        guard action.hasReadableDetails else { return "What was written down for it is damaged." }
        if action.kind == .forward {
            return action.channel == nil ? "It does not say to which channel." : nil
        }
        return action.line.map(lines.contains) == true ? nil : "Its line is no longer there."
    }
}

extension Transaction {
    /// Ends an action as failed, with the event that tells of it.
    @discardableResult
    fileprivate func end(
        _ action: Action, _ reason: String, at now: Instant
    ) throws -> EventRecord {
        var action = action
        action.state = .failed
        action.result = reason
        action.endedAt = now
        try update(action)
        return try append(
            EventRecord(ended: action, at: now, lineIsGone: false, isHeard: action.isByScript))
    }
}

extension Action {
    /// Whether what is stored beside it can be decoded.
    fileprivate var hasReadableDetails: Bool {
        (try? JSONDecoder().decode(ActionDetails.self, from: Data(payload.utf8))) != nil
    }
}
