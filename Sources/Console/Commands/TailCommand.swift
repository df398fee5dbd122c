import ArgumentParser
import Control

/// `tail`: events as they happen.
struct TailCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Show events and messages as they happen.",
        discussion: """
            In a shell it runs until interrupted. In the console it continues beside other \
            commands until tail off. With --json each event is one object per line. The number \
            after "message" is the id for message and explain, the one after "line" is the line's \
            id.

            Examples:
              tail
              tail bank --last 20
              tail off
            """)

    static let fields = TailItem.columns.compactMap(\.name)

    @Argument(
        help: "Only events of this line; off ends the display in the console.",
        completion: .list(["off"]))
    var line: String?

    @Option(
        help: ArgumentHelp("Start with the last N events.", valueName: "count"),
        transform: Count.read)
    var last: Count?

    @Flag(help: "Print one JSON object per line.")
    var json = false

    func run(in session: Session) async throws {
        if line == "off", let live = session.live {
            live.turnOff()
            return await session.terminal.remark("The live display is off.")
        }
        let id: Int64? =
            if let line { try await session.ask(FindLine(line: line)).line } else { nil }
        let request = LiveDisplay.Request(
            last: last?.number ?? 0, line: id, format: json ? .json : .table)
        if let live = session.live {
            live.turnOn(request)
            await session.terminal.remark("The live display is on; tail off ends it.")
        } else {
            try await TailWriter(session: session, request: request).run()
        }
    }
}
