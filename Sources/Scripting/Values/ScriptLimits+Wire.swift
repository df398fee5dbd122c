import Lines

/// The limits enforced inside the worker, encoded for it.
extension ScriptLimits {
    var softMilliseconds: Int64 { max(1, soft.milliseconds) }
    var askingMilliseconds: Int64 { asking.milliseconds }

    var wire: ScriptValue {
        [
            "soft": .integer(softMilliseconds), "steps": .integer(Int64(steps)),
            "asking": .integer(askingMilliseconds), "memory": .integer(Int64(memory)),
            "decisions": .integer(Int64(decisions)), "log": .integer(Int64(log)),
            "questions": .integer(Int64(questions)), "result": .integer(Int64(result)),
            "tags": .integer(Int64(tags)), "tag_length": .integer(Int64(tagLength)),
            "events": .integer(Int64(events)), "event_bytes": .integer(Int64(eventBytes)),
            "remembered_keys": .integer(Int64(rememberedKeys)),
            "remembered_bytes": .integer(Int64(rememberedBytes)),
            "counts_lines": .bool(countsLines),
        ]
    }

    init(_ value: ScriptValue) {
        func count(_ name: String, _ otherwise: Int) -> Int {
            value[name]?.whole.map { Int(clamping: $0) } ?? otherwise
        }
        self.init()
        soft = value["soft"]?.whole.map { .milliseconds($0) } ?? soft
        asking = value["asking"]?.whole.map { .milliseconds($0) } ?? asking
        steps = count("steps", steps)
        memory = count("memory", memory)
        decisions = count("decisions", decisions)
        log = count("log", log)
        questions = count("questions", questions)
        result = count("result", result)
        tags = count("tags", tags)
        tagLength = count("tag_length", tagLength)
        events = count("events", events)
        eventBytes = count("event_bytes", eventBytes)
        rememberedKeys = count("remembered_keys", rememberedKeys)
        rememberedBytes = count("remembered_bytes", rememberedBytes)
        countsLines = value["counts_lines"]?.flag ?? false
    }
}
