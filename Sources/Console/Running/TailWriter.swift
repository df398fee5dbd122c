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
            let text = text(of: item)
            try await session.terminal.write(
                wish.format == .json
                    ? text
                    : text.wrapped(toWidth: session.terminal.width, indent: TailWriter.textColumn))
        }
    }

    /// Where the text of an event begins, after time, kind and line.
    private static let textColumn = 25

    /// A line of text, or with `--json` an object on one line.
    func text(of item: TailItem) -> Printable {
        if wish.format == .json {
            return JSONListing(rows: [], columns: TailItem.columns).object(item)
        }
        let event = item.event
        let time = session.clock.timeOfDay(event.at.instant)
        let kind = event.kind.padded(toWidth: 9, alignment: .left)
        let line = event.line.map { "#\($0)" } ?? ""
        let head: Printable = "\(time)  \(kind)  \(line.padded(toWidth: 4, alignment: .left))  "
        guard event.kind == "message", let message = item.message else {
            return head + "\(event.text)"
        }
        let code = message.code.map { "  [\($0)]" } ?? ""
        return head + "\(message.sender ?? "unknown"): \(message.text)\(code)"
    }
}
