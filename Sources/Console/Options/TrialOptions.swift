import ArgumentParser
import Control

/// What scripts are tried on: stored messages, or one thing that could happen.
struct TrialOptions: ParsableArguments {
    @Flag(name: .customLong("try"), help: "Show the decisions only; nothing is carried out.")
    var isTrial = false

    @Option(
        help: ArgumentHelp(
            "With --try or --diff: the number of latest messages; 20 or 1000 without it.",
            valueName: "count"),
        transform: Count.read)
    var last: Count?

    @Option(
        help: ArgumentHelp(
            "With --try or --diff: the messages of this time, \(Span.examples).",
            valueName: "time"),
        transform: Span.read)
    var since: Span?

    @Option(help: ArgumentHelp("With --try: a message with this text.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("With --text: its sender.", valueName: "sender"))
    var sender: String?

    @Option(
        help: ArgumentHelp(
            "With --text or --event: the line; without it the first that is held.",
            valueName: "line"))
    var line: String?

    @Option(
        help: ArgumentHelp(
            "With --try: an event of a line, such as expiring.", valueName: "kind"))
    var event: String?

    @Option(help: ArgumentHelp("With --try: a timer of this name.", valueName: "name"))
    var timer: String?

    @Option(help: ArgumentHelp("With --timer: its data, as JSON.", valueName: "json"))
    var data: String?

    @Option(
        name: .customLong("action"),
        help: ArgumentHelp("With --try: the result of this action.", valueName: "action"))
    var actionID: Int64?

    @Flag(
        help: "With --try or --diff: start without what the scripts remember; otherwise with it.")
    var fresh = false

    @Flag(help: "With --try: show the lines that ran, and the locals at each decision.")
    var trace = false

    private var subjects: Int {
        [
            last != nil || since != nil, text != nil, event != nil, timer != nil,
            actionID != nil,
        ].count { $0 }
    }

    private var isRefined: Bool { sender != nil || line != nil || data != nil }

    /// - Parameters:
    ///   - isComparing: whether versions are compared instead.
    ///   - message: the one message that was named.
    func check(isComparing: Bool = false, message: Int64? = nil) throws {
        if isComparing {
            guard text == nil, event == nil, timer == nil, actionID == nil, message == nil, !trace
            else {
                throw ValidationError(
                    "--diff takes stored messages: --last or --since, and --fresh.")
            }
        } else if !isTrial {
            guard subjects == 0, !isRefined, !fresh, !trace else {
                throw ValidationError(
                    "--last, --since, --text, --event, --timer, --action, --fresh and --trace "
                        + "require --try.")
            }
            guard message == nil else { throw ValidationError("A message requires --try.") }
        }
        if last != nil && since != nil { throw ValidationError("Give either --last or --since.") }
        if message != nil && (last != nil || since != nil) {
            throw ValidationError("Give either one message or --last.")
        }
        if subjects + (message == nil ? 0 : 1) > 1 {
            throw ValidationError(
                "Give only one of a message, --last, --since, --text, --event, --timer and "
                    + "--action.")
        }
        if sender != nil && text == nil { throw ValidationError("--sender requires --text.") }
        if line != nil && text == nil && event == nil {
            throw ValidationError("--line requires --text or --event.")
        }
        if data != nil && timer == nil { throw ValidationError("--data requires --timer.") }
    }

    func range(otherwise count: Int) -> TrialRange {
        guard since == nil else { return TrialRange(sinceSeconds: since?.seconds) }
        return TrialRange(last: last?.number ?? count)
    }

    /// The request for the first piece.
    func request(of script: String?, on message: Int64? = nil) -> RehearseScripts {
        var request = RehearseScripts(script: script)
        request.message = message
        request.text = text
        request.sender = sender
        request.line = line
        request.event = event
        request.timer = timer
        request.data = data
        request.action = actionID
        request.fresh = fresh ? true : nil
        request.trace = trace ? true : nil
        let isStored = message == nil && text == nil && event == nil && timer == nil
        if isStored, actionID == nil { request.range = range(otherwise: 20) }
        return request
    }
}
