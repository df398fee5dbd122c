package import Lines

/// A decision of a script. Recorded while it runs, carried out only after the commit.
package enum Decision: Equatable, Sendable, Codable {
    case route(String)
    case forward(ForwardRequest)
    /// Takes back the forward with this handle, if it is not sent yet.
    case withdraw(String)
    /// Tells the other scripts something.
    case emit(String, ScriptValue)
    case tag([String])
    case cancel(LineReference?)
    case refund(LineReference?)
    case extend(LineReference?, days: Int)
    case finish(LineReference?)
    case resend(LineReference?)
    case wake(LineReference?)
    case swap(LineReference?)
    case reset(LineReference?)
    /// Whether the provider extends it by itself.
    case autoExtend(LineReference?, Bool)
    /// An empty text removes the label.
    case label(LineReference?, String)
    case tagLine(LineReference?, [String])
    case untagLine(LineReference?, [String])
    case after(TimerRequest)
    case at(ClockTimerRequest)
    case every(ScheduleRequest)
    case cancelTimer(String)
}

/// The line that a decision is about; without one, it is the line that received the message.
package enum LineReference: Equatable, Sendable, Codable {
    case id(Int64)
    /// A label, a number, or the ending of a number.
    case name(String)
}

/// A message for a channel. Nil fields are taken from the message being handled.
package struct ForwardRequest: Equatable, Sendable, Codable {
    package var channel: String
    /// The channels that are tried one after the other if nobody takes it.
    package var further: [String] = []
    /// How long each but the last has to take it.
    package var withinMilliseconds: Int64 = 300_000
    /// The name by which its script can withdraw it.
    package var handle: String?
    package var title: String?
    package var text: String?
    /// 1 (least) to 5 (most urgent).
    package var priority: Int?
    package var tags: [String]
    package var url: String?
    /// Sent even if the message was received before its line was adopted.
    package var backlog: Bool

    package init(
        channel: String, title: String? = nil, text: String? = nil, priority: Int? = nil,
        tags: [String] = [], url: String? = nil, backlog: Bool = false, handle: String? = nil
    ) {
        self.handle = handle
        self.channel = channel
        self.title = title
        self.text = text
        self.priority = priority
        self.tags = tags
        self.url = url
        self.backlog = backlog
    }
}

extension ForwardRequest {
    /// Its channels as one word: forwards to the same ones are numbered.
    package var target: String { ([channel] + further).joined(separator: "+") }

    /// Whether it is the message as it is, without anything of the script's own.
    package var isUnchanged: Bool {
        title == nil && text == nil && priority == nil && tags.isEmpty && url == nil
    }
}

/// A later call of the script's `on_timer`, which survives restarts.
package struct TimerRequest: Equatable, Sendable, Codable {
    /// How long from now, in milliseconds.
    package var delayMilliseconds: Int64
    /// The script's earlier timer of the same name is replaced.
    package var name: String
    package var data: ScriptValue

    package init(delayMilliseconds: Int64, name: String, data: ScriptValue = .null) {
        self.delayMilliseconds = delayMilliseconds
        self.name = name
        self.data = data
    }
}

/// A later call of `on_timer` when clocks show a time.
package struct ClockTimerRequest: Equatable, Sendable, Codable {
    /// The time as it was written.
    package var words: String
    package var due: Instant
    package var name: String
    package var data: ScriptValue

    package init(words: String, due: Instant, name: String, data: ScriptValue = .null) {
        self.words = words
        self.due = due
        self.name = name
        self.data = data
    }
}

/// Recurring calls of `on_timer`.
package struct ScheduleRequest: Equatable, Sendable, Codable {
    package var words: String
    package var missed: MissedTimes
    package var name: String
    package var data: ScriptValue

    package init(
        words: String, missed: MissedTimes = .once, name: String, data: ScriptValue = .null
    ) {
        self.words = words
        self.missed = missed
        self.name = name
        self.data = data
    }
}

extension Decision: CustomStringConvertible {
    package var description: String {
        switch self {
        case .route(let name): "put the message on route \(name)"
        case .forward(let request):
            "forward to \(([request.channel] + request.further).joined(separator: ", then "))"
        case .withdraw(let handle): "withdraw forward \(handle)"
        case .emit(let name, _): "tell other scripts \"\(name)\""
        case .tag(let tags): "tag \(quoted(tags))"
        case .cancel(let line): "cancel \(words(line))"
        case .refund(let line): "request a refund for \(words(line))"
        case .extend(let line, let days): "extend \(words(line)) by \(counted(days, "day"))"
        case .finish(let line): "finish \(words(line))"
        case .resend(let line): "request another code for \(words(line))"
        case .wake(let line): "wake \(words(line))"
        case .swap(let line): "swap the number of \(words(line))"
        case .reset(let line): "reset the port of \(words(line))"
        case .autoExtend(let line, let isOn):
            "turn automatic extension of \(words(line)) \(isOn ? "on" : "off")"
        case .label(let line, ""): "remove the label of \(words(line))"
        case .label(let line, let text): "label \(words(line)) \(text)"
        case .tagLine(let line, let tags): "tag \(words(line)) \(quoted(tags))"
        case .untagLine(let line, let tags): "untag \(words(line)) \(quoted(tags))"
        case .after(let timer):
            "timer \"\(timer.name)\" in \(Duration.milliseconds(timer.delayMilliseconds).inWords)"
        case .at(let timer): "timer \"\(timer.name)\" at \(timer.words)"
        case .every(let schedule): "timer \"\(schedule.name)\" every \(schedule.words)"
        case .cancelTimer(let name): "remove timer \"\(name)\""
        }
    }

    private func quoted(_ words: [String]) -> String {
        words.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private func words(_ line: LineReference?) -> String {
        switch line {
        case nil: "this line"
        case .id(let id): "line \(id)"
        case .name(let name): "line \(name)"
        }
    }
}
