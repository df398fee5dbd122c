import Lines

/// What scripts see of the decisions of those before them: the tags of a message and of its line,
/// and the route.
extension HandlerCall {
    /// The call for the scripts after those that decided this.
    package func seen(after decisions: [Decision]) -> HandlerCall {
        guard handler == .onMessage, let message = arguments.first else { return self }
        var call = self
        call.arguments[0] = message.seen(after: decisions)
        return call
    }
}

extension ScriptValue {
    /// This message table after these decisions about it.
    package func seen(after decisions: [Decision]) -> ScriptValue {
        guard case .table(var message) = self else { return self }
        let id = self["line"]?["id"]?.whole
        for decision in decisions {
            switch decision {
            // The first route that was chosen stays.
            case .route(let name) where self["route"] == nil && message["route"] ?? .null == .null:
                message["route"] = .string(name)
            case .tag(let new):
                message["tags"] = Self.adding(new, to: message["tags"])
            case .tagLine(let line, let new) where line == nil || line == id.map { .id($0) }:
                message["line"] = message["line"]?.changingTags { Self.adding(new, to: $0) }
            case .untagLine(let line, let gone) where line == nil || line == id.map { .id($0) }:
                message["line"] = message["line"]?.changingTags {
                    .array(Tags.removing(gone, from: $0.texts).map(ScriptValue.string))
                }
            default: break
            }
        }
        return .table(message)
    }

    private static func adding(_ new: [String], to old: ScriptValue?) -> ScriptValue {
        .array(Tags.adding(new, to: old.texts).map(ScriptValue.string))
    }

    private func changingTags(_ change: (ScriptValue?) -> ScriptValue) -> ScriptValue {
        guard case .table(var fields) = self else { return self }
        fields["tags"] = change(fields["tags"])
        return .table(fields)
    }
}

extension ScriptValue? {
    fileprivate var texts: [String] { self?.items?.compactMap(\.text) ?? [] }
}

extension Decision {
    /// Whether scripts after the one that decided it see it.
    var isSeenByOthers: Bool {
        switch self {
        case .route, .tag, .tagLine, .untagLine: true
        default: false
        }
    }
}
