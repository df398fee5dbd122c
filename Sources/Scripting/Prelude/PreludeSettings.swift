/// The settings passed to the prelude of a new state: the open names, and the parameters of
/// `keeper`.
enum PreludeSettings {
    static func scripts(_ limits: ScriptLimits) -> ScriptValue {
        var fields = OpenGlobals.settings
        fields["keeper"] = .array(APIFunction.all.map(\.checks))
        fields["handlers"] = .array(HandlerCall.Handler.allCases.map { .string($0.rawValue) })
        fields["limits"] = [
            "decisions": .integer(Int64(limits.decisions)),
            "questions": .integer(Int64(limits.questions)),
            "tags": .integer(Int64(limits.tags)), "tag_length": .integer(Int64(limits.tagLength)),
            "events": .integer(Int64(limits.events)),
            "event_bytes": .integer(Int64(limits.eventBytes)),
            "remembered_keys": .integer(Int64(limits.rememberedKeys)),
            "remembered_bytes": .integer(Int64(limits.rememberedBytes)),
        ]
        return .table(fields)
    }

    static func tests() -> ScriptValue {
        var fields = OpenGlobals.settings
        fields["hints"] = OpenGlobals.testHints
        return .table(fields)
    }

    static func configuration() -> ScriptValue {
        var fields = OpenGlobals.settings
        fields["hints"] = OpenGlobals.configurationHints
        return .table(fields)
    }
}
