import ArgumentParser
import Control

/// `code`: prints a code and nothing else.
struct CodeCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Print the latest code of a line, or wait for one.",
        discussion: """
            Only the code is on standard output, so it can be piped into another program. What \
            else there is to know is on standard error: that it is a guess, or has run out. With \
            --wait a sleeping line is woken, and codes older than half a minute are ignored; \
            except on an activation, a guess is held back for ten seconds in case a better code \
            comes. Fails if no code comes in time. At the prompt the code is also put in the \
            clipboard, where the terminal or the desktop has one.

            Examples:
              code
              code 7 --wait 2m
              code --fresh --copy
            """)

    static let chatPermission: ChatPermission? = .reading

    static let fields = CodeRecord.fields

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String?

    @Option(
        help: ArgumentHelp("How long to wait, \(Span.examples).", valueName: "span"),
        transform: Span.read)
    var wait: Span?

    @Flag(help: "Fail if the code has run out.")
    var fresh = false

    @Flag(help: "Also put the code in the clipboard.")
    var copy = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let found = try await session.ask(AwaitCode(line: line, seconds: wait?.seconds ?? 0))
        if fresh, found.expired == true {
            throw ControlFailure(.failed, "The last code, \(found.code), \(end(found, session)).")
        }
        if listing.format == .table {
            try await session.terminal.write("\(found.code)")
        } else {
            try await session.list([found], as: listing.format)
        }
        await remark(found, in: session)
        try await copy(found, in: session)
    }

    private func remark(_ found: CodeRecord, in session: Session) async {
        for remark in found.remarks { await session.terminal.remark(remark) }
        if found.expired == true {
            await session.terminal.remark("\(found.code) \(end(found, session)).")
        } else if session.isAtPrompt {
            await session.terminal.remark(found.standing(now: session.clock.now()))
        }
    }

    private func end(_ found: CodeRecord, _ session: Session) -> String {
        CodeValidity.text(until: found.codeValidUntil, now: session.clock.now()) ?? "ran out"
    }

    /// At the prompt a code is copied without being asked; if that is impossible, nothing is said.
    private func copy(_ found: CodeRecord, in session: Session) async throws {
        guard copy || session.isAtPrompt else { return }
        if let taker = await session.terminal.copy(found.code) {
            await session.terminal.remark("Copied to the clipboard (\(taker)).")
        } else if copy {
            throw ControlFailure(
                .failed,
                "Not copied: the output is not a terminal, and there is no wl-copy, xclip or pbcopy."
            )
        }
    }
}
