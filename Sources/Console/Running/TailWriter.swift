import Control
import Lines

/// Writes events as they happen.
struct TailWriter: Sendable {
    let session: Session
    let request: LiveDisplay.Request

    /// Returns when the task is cancelled; throws when the manager goes away.
    func run() async throws {
        for try await item in session.link.tail(last: request.last, line: request.line) {
            try await session.terminal.write(text(of: item))
        }
    }

    /// A line of text, or with `--json` an object on one line.
    func text(of item: TailItem) -> SafeText {
        if request.format == .json {
            return JSONListing(rows: [], columns: TailItem.columns).object(item)
        }
        let event = item.event
        let time = session.clock.timeOfDay(event.at.instant)
        // Ids are shown with the command that takes them.
        let kind = (item.message.map { "message \($0.id)" } ?? event.kind)
            .padded(toWidth: 11, alignment: .left)
        let label = item.label.map { " \($0.truncated(toWidth: 16))" } ?? ""
        let line = (event.line.map { "line \($0)\(label)" } ?? "")
            .padded(toWidth: 7, alignment: .left)
        let head: SafeText = "\(time)  \(kind)  \(line)  "
        return (head + told(item)).wrapped(
            toWidth: session.terminal.width, indent: head.displayWidth)
    }

    private func told(_ item: TailItem) -> SafeText {
        guard let message = item.message else {
            let message = item.event.message.map { "message \($0)" } ?? ""
            let isNamed = message.isEmpty || item.event.text.contains(message)
            let text = session.clock.spoken(item.event.text)
            return isNamed ? "\(text)" : "\(text) (\(message))"
        }
        let code = message.shownCode.map { "  [\($0)]" } ?? ""
        return "\(message.sender ?? "unknown"): \(message.text)\(code)"
    }
}
