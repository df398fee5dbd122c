import Lines

/// Decodes decisions as recorded by the prelude: a list of tables with a `kind`.
///
/// The prelude checked every field before recording it. Decoding is strict nevertheless, because a
/// stranger's program ran in the same process.
extension Decision {
    init(_ value: ScriptValue) throws(WireError) {
        let line = try LineReference.read(value["line"])
        switch value["kind"]?.text {
        case "route": self = .route(try value.required("name"))
        case "forward": self = .forward(try ForwardRequest(value))
        case "withdraw": self = .withdraw(try value.required("handle"))
        case "emit": self = .emit(try value.required("name"), value["data"] ?? .null)
        case "tag": self = .tag(try value.texts("tags"))
        case "cancel": self = .cancel(line)
        case "refund": self = .refund(line)
        case "extend":
            guard let days = value["days"]?.whole, (1...3650).contains(days) else {
                throw .malformed
            }
            self = .extend(line, days: Int(days))
        case "finish": self = .finish(line)
        case "resend": self = .resend(line)
        case "wake": self = .wake(line)
        case "swap": self = .swap(line)
        case "reset": self = .reset(line)
        case "auto_extend":
            guard let isOn = value["on"]?.flag else { throw .malformed }
            self = .autoExtend(line, isOn)
        case "label": self = .label(line, try value.required("text"))
        case "tag_line": self = .tagLine(line, try value.texts("tags"))
        case "untag_line": self = .untagLine(line, try value.texts("tags"))
        case "after": self = .after(try TimerRequest(value))
        case "at": self = .at(try ClockTimerRequest(value))
        case "every": self = .every(try ScheduleRequest(value))
        case "cancel_timer": self = .cancelTimer(try value.required("name"))
        default: throw .malformed
        }
    }
}

extension LineReference {
    fileprivate static func read(_ value: ScriptValue?) throws(WireError) -> LineReference? {
        guard let value else { return nil }
        if let id = value.whole { return .id(id) }
        if let name = value.text { return .name(name) }
        throw .malformed
    }
}

extension ForwardRequest {
    fileprivate init(_ value: ScriptValue) throws(WireError) {
        self.init(
            channel: try value.required("channel"), title: value["title"]?.text,
            text: value["text"]?.text, tags: try value.texts("tags"), url: value["url"]?.text,
            backlog: value["backlog"] == .bool(true))
        further = try value.texts("further")
        handle = value["handle"]?.text
        if let within = value["within"] {
            guard let whole = within.whole, (0...TimerRequest.longest).contains(whole) else {
                throw .malformed
            }
            withinMilliseconds = whole
        }
        if let number = value["priority"] {
            guard let whole = number.whole, (1...5).contains(whole) else { throw .malformed }
            priority = Int(whole)
        }
    }
}

extension TimerRequest {
    /// 3660 days, as in the prelude: a later time could overflow.
    fileprivate static let longest: Int64 = 316_224_000_000

    fileprivate init(_ value: ScriptValue) throws(WireError) {
        guard let delay = value["delay"]?.whole, (0...Self.longest).contains(delay) else {
            throw .malformed
        }
        self.init(
            delayMilliseconds: delay, name: try value.required("name"),
            data: value["data"] ?? .null)
    }
}

extension ClockTimerRequest {
    fileprivate init(_ value: ScriptValue) throws(WireError) {
        let due = Instant(milliseconds: value["due"]?.whole ?? .min)
        guard Instant.writable.contains(due) else { throw .malformed }
        self.init(
            words: try value.required("when"), due: due, name: try value.required("name"),
            data: value["data"] ?? .null)
    }
}

extension ScheduleRequest {
    fileprivate init(_ value: ScriptValue) throws(WireError) {
        let words = try value.required("when")
        let missed = value["missed"].map { MissedTimes(rawValue: $0.text ?? "") } ?? .once
        guard (try? Schedule(every: words)) != nil, let missed else { throw .malformed }
        self.init(
            words: words, missed: missed, name: try value.required("name"),
            data: value["data"] ?? .null)
    }
}

extension ScriptValue {
    fileprivate func required(_ name: String) throws(WireError) -> String {
        guard let text = self[name]?.text else { throw .malformed }
        return text
    }

    fileprivate func texts(_ name: String) throws(WireError) -> [String] {
        guard let value = self[name] else { return [] }
        guard let items = value.items else { throw .malformed }
        var texts: [String] = []
        for item in items {
            guard let text = item.text else { throw .malformed }
            texts.append(text)
        }
        return texts
    }
}
