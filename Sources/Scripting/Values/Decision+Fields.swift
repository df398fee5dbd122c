import Lines

/// Everything a decision holds, by the names that scripts use.
extension Decision {
    /// The function of `keeper` that made it.
    package var kind: String {
        switch self {
        case .route: "route"
        case .forward: "forward"
        case .withdraw: "withdraw"
        case .emit: "emit"
        case .tag: "tag"
        case .cancel: "cancel"
        case .refund: "refund"
        case .extend: "extend"
        case .finish: "finish"
        case .resend: "resend"
        case .wake: "wake"
        case .swap: "swap"
        case .reset: "reset"
        case .autoExtend: "auto_extend"
        case .label: "label"
        case .tagLine: "tag_line"
        case .untagLine: "untag_line"
        case .after: "after"
        case .at: "at"
        case .every: "every"
        case .cancelTimer: "cancel_timer"
        }
    }

    /// In the order of the reference; without those that are not given.
    package var fields: [(name: String, value: ScriptValue)] {
        let all: [(String, ScriptValue?)] =
            switch self {
            case .route(let name), .cancelTimer(let name): [("name", .string(name))]
            case .forward(let request): request.fields
            case .withdraw(let handle): [("handle", .string(handle))]
            case .emit(let name, let data): [("name", .string(name)), ("data", data.unlessNull)]
            case .tag(let tags): [("tags", .array(tags.map(ScriptValue.string)))]
            case .tagLine(let line, let tags), .untagLine(let line, let tags):
                [("line", line?.value), ("tags", .array(tags.map(ScriptValue.string)))]
            case .cancel(let line), .refund(let line), .finish(let line), .resend(let line),
                .wake(let line), .swap(let line), .reset(let line):
                [("line", line?.value)]
            case .extend(let line, let days):
                [("line", line?.value), ("days", .integer(Int64(days)))]
            case .autoExtend(let line, let isOn): [("line", line?.value), ("on", .bool(isOn))]
            case .label(let line, let text): [("line", line?.value), ("text", .string(text))]
            case .after(let timer):
                [
                    ("name", .string(timer.name)),
                    ("delay", .number(Double(timer.delayMilliseconds) / 1000)),
                    ("data", timer.data.unlessNull),
                ]
            case .at(let timer):
                [
                    ("name", .string(timer.name)), ("when", .string(timer.words)),
                    ("due", .number(Double(timer.due.milliseconds) / 1000)),
                    ("data", timer.data.unlessNull),
                ]
            case .every(let schedule):
                [
                    ("name", .string(schedule.name)), ("when", .string(schedule.words)),
                    ("missed", .string(schedule.missed.rawValue)),
                    ("data", schedule.data.unlessNull),
                ]
            }
        return all.compactMap { name, value in value.map { (name, $0) } }
    }
}

extension LineReference {
    fileprivate var value: ScriptValue {
        switch self {
        case .id(let id): .integer(id)
        case .name(let name): .string(name)
        }
    }
}

extension ForwardRequest {
    fileprivate var fields: [(String, ScriptValue?)] {
        [
            ("channel", .string(channel)),
            (
                "channels",
                further.isEmpty ? nil : .array(([channel] + further).map(ScriptValue.string))
            ),
            (
                "within",
                further.isEmpty ? nil : .number(Double(withinMilliseconds) / 1000)
            ),
            ("title", title.map(ScriptValue.string)),
            ("text", text.map(ScriptValue.string)),
            ("priority", priority.map { .integer(Int64($0)) }),
            ("tags", tags.isEmpty ? nil : .array(tags.map(ScriptValue.string))),
            ("url", url.map(ScriptValue.string)), ("backlog", backlog ? .bool(true) : nil),
        ]
    }
}

extension ScriptValue {
    fileprivate var unlessNull: ScriptValue? { self == .null ? nil : self }
}
