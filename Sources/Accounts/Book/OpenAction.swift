package import Lines

/// An action that has not ended, with its details decoded once.
@dynamicMemberLookup
package struct OpenAction: Identifiable, Equatable, Sendable {
    /// The action as it is stored.
    package private(set) var row: Action
    package var details: ActionDetails {
        didSet { row.payload = details.json }
    }

    package init(_ row: Action) {
        self.row = row
        details = row.details
    }

    package var id: Action.ID { row.id }

    package subscript<Value>(dynamicMember path: KeyPath<Action, Value>) -> Value {
        row[keyPath: path]
    }

    package subscript<Value>(dynamicMember path: WritableKeyPath<Action, Value>) -> Value {
        get { row[keyPath: path] }
        set { row[keyPath: path] = newValue }
    }

    /// Changes several details and encodes them once.
    package mutating func updateDetails(_ change: (inout ActionDetails) -> Void) {
        var changed = details
        change(&changed)
        details = changed
    }

    /// Records since when its outcome is unknown.
    package mutating func markDoubtful(since now: Instant) {
        updateDetails { details in
            details.doubtSince = now
            details.doubts = (details.doubts ?? 0) + 1
        }
    }

    /// The action with its times moved to the new clock.
    package func shifted(by step: Duration) -> OpenAction {
        var action = self
        action.createdAt = action.createdAt + step
        action.dueAt = action.dueAt + step
        guard let since = details.doubtSince else { return action }
        action.details.doubtSince = since + step
        return action
    }
}
