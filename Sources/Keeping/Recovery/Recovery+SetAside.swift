import Accounts
import Foundation
import Lines
import Storage

/// Ends waiting actions that nobody can carry out as failed, with the reason. Otherwise they would
/// prevent the start or wait for ever.
extension Recovery {
    /// - Parameters:
    ///   - pending: all waiting actions.
    ///   - lines: the lines that exist.
    ///   - unreadable: the lines that exist and cannot be read.
    func setAside(
        _ pending: [Action], lines: Set<Line.ID>, unreadable: Set<Line.ID> = []
    ) -> [Change] {
        pending.flatMap { action in
            fault(of: action, lines, unreadable).map { action.settingAside($0, at: now) } ?? []
        }
    }

    /// Reports actions of kinds written by a later version.
    func tell(ofUnknown kinds: [(id: Action.ID, kind: String)]) -> [Change] {
        kinds.map { id, kind in
            let text =
                "action \(id) failed: this version does not know the kind \"\(kind.prefix(40))\"."
            return .event(EventRecord(at: now, kind: "action", text: text))
        }
    }

    /// Why an action cannot be carried out as it is stored; nil if it can. A paid call that was
    /// begun is a doubt whatever is wrong with it, and is not checked here.
    private func fault(
        of action: Action, _ lines: Set<Line.ID>, _ unreadable: Set<Line.ID>
    ) -> String? {
        guard action.hasReadableDetails else { return "Its stored data is damaged." }
        if action.kind == .forward {
            return action.channel == nil ? "It names no channel." : nil
        }
        guard let line = action.line, !lines.contains(line) else {
            return action.line == nil ? "Its line no longer exists." : nil
        }
        return unreadable.contains(line)
            ? "Its line cannot be read." : "Its line no longer exists."
    }
}

extension UnreadableLine {
    /// What a person should know of it at the start.
    var notice: String {
        let names = [number, providerID.map { "\($0) at \(account)" } ?? account]
            .compactMap(\.self).joined(separator: ", ")
        return "Line \(id) (\(names)) cannot be read: this version does not know the \(fault). Its "
            + "row is kept, but nothing is done for it. Restore a backup, or use the version that "
            + "wrote it."
    }
}

extension Action {
    /// Ends it as failed because nobody can carry it out, with an event.
    func settingAside(_ reason: String, at now: Instant) -> [Change] {
        var action = self
        action.state = .failed
        action.result = reason
        action.endedAt = now
        let end = EventRecord(
            ended: action, at: now, lineIsGone: false, isHeard: action.isByScript)
        return [.action(OpenAction(action)), .event(end)]
    }

    /// Whether the stored details can be decoded.
    fileprivate var hasReadableDetails: Bool {
        (try? JSONDecoder().decode(ActionDetails.self, from: Data(payload.utf8))) != nil
    }
}
