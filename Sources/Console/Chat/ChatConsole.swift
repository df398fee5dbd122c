package import Control

/// The console of a chat: takes one line and answers it, with the commands of the prompt as far as
/// they are permitted there.
package struct ChatConsole: Sendable {
    private let link: any ControlLink
    private let clock: ClockFormat
    private let permission: ChatPermission

    package init(link: any ControlLink, clock: ClockFormat, permission: ChatPermission) {
        self.link = permission == .reading ? ReadingLink(link: link) : link
        self.clock = clock
        self.permission = permission
    }

    /// Whether the line is for a command that may move money, so that leaving it alone in the middle
    /// could leave a doubt.
    package func mayMoveMoney(_ line: String) -> Bool {
        guard let word = try? WordSplitter.words(of: line).first else { return false }
        return CommandList.command(named: word)?.chatPermission == .paid
    }

    /// Runs the command of a line. Everything there is to say goes to the terminal.
    package func run(_ line: String, on terminal: any Terminal) async {
        var session = Session(
            link: link, terminal: terminal, clock: clock, folder: .current, live: nil)
        session.permission = permission
        _ = await CommandRunner(session: session).run(line: line)
    }
}

/// A second lock on the manager for chats that may only read: whatever a command asks for, a request
/// that changes something is refused.
private struct ReadingLink: ControlLink {
    let link: any ControlLink

    func ask<Request: ControlRequest>(
        _ request: Request
    ) async throws(ControlFailure) -> Request.Reply {
        let isWake = (request as? ActOnLine)?.kind == "wake"
        guard isWake || request.isQuestion && !request.movesMoney else {
            throw ControlFailure(.failed, "This chat may only ask questions.")
        }
        return try await link.ask(request)
    }

    func tail(last: Int, line: Int64?) -> AsyncThrowingStream<TailItem, any Error> {
        link.tail(last: last, line: line)
    }
}
