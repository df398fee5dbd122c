import Control
import Lines

/// Writes events as they happen.
struct TailWriter: Sendable {
    let session: Session
    let wish: LiveDisplay.Wish

    /// Returns when the task is cancelled; throws when the manager goes away.
    func run() async throws {
        for try await item in session.link.tail(last: wish.last) {
            if let line = wish.line, item.event.line != line { continue }
            try await session.terminal.write(text(of: item))
        }
    }

    /// A line of text, or with `--json` an object on one line.
    func text(of item: TailItem) -> Printable {
        if wish.format == .json {
            return JSONListing(rows: [], columns: TailItem.columns).object(item)
        }
        let event = item.event
        let time = session.clock.timeOfDay(event.at.instant)
        let kind = event.kind.padded(toWidth: 10, alignment: .left)
        let line = (event.line.map { "#\($0)" } ?? "").padded(toWidth: 4, alignment: .left)
        let head: Printable = "\(time)  \(kind)  \(line)  "
        return (head + told(item)).wrapped(
            toWidth: session.terminal.width, indent: head.displayWidth)
    }

    private func told(_ item: TailItem) -> Printable {
        guard item.event.kind == "message", let message = item.message else {
            return "\(item.event.text)"
        }
        let code = message.code.map { "  [\($0)]" } ?? ""
        return "\(message.sender ?? "unknown"): \(message.text)\(code)"
    }
}
