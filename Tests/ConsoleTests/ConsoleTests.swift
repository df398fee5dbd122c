import Control
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(20))) struct ConsoleTests {
    private let manager = FakeManager(folder: Transcript.answers)

    private func console(_ terminal: ScriptedTerminal) -> Console {
        Console(link: manager, terminal: terminal, clock: Transcript.clock)
    }

    /// A prompt also fetches the catalogue, for the first Tab.
    private func asked() -> [String] {
        manager.takeAsked().filter { !$0.hasPrefix("complete") }
    }

    @Test func `an input of lines runs to its end and remembers the last failure`() async {
        let terminal = ScriptedTerminal(
            inputs: ["# comment", "", "routes", "frob", "code --wait x", "doubts --json"]
                .map(LineInput.line))
        #expect(await console(terminal).runLines() == 2)
        #expect(manager.takeAsked() == ["routes", "doubts"])

        manager.fail("line", with: ControlFailure(.failed, "No."))
        let failing = ScriptedTerminal(inputs: ["frob", "line 9", "routes"].map(LineInput.line))
        #expect(await console(failing).runLines() == 1)
        let fine = ScriptedTerminal(inputs: ["routes", "quit", "frob"].map(LineInput.line))
        #expect(await console(fine).runLines() == 0)
    }

    @Test func `each failure has its exit code`() async {
        for (kind, code) in [
            (ControlFailure.Kind.failed, 1), (.usage, 2), (.unreachable, 3), (.doubt, 4),
            (.dearer, 5),
        ] as [(ControlFailure.Kind, Int32)] {
            manager.fail("lines", with: ControlFailure(kind, "No."))
            let terminal = ScriptedTerminal()
            #expect(await console(terminal).runOnce(["lines"]) == code)
            #expect(terminal.takeWritten() == ["! No."])
        }
        #expect(await console(ScriptedTerminal()).runOnce(["line"]) == 2)
        #expect(await console(ScriptedTerminal()).runOnce(["help"]) == 0)
    }

    @Test func `an output nobody reads ends the console without a word`() async {
        let terminal = ScriptedTerminal(inputs: ["routes", "routes", "frob"].map(LineInput.line))
        terminal.close(afterWrites: 1)
        #expect(await console(terminal).runLines() == 0)
        #expect(!terminal.takeWritten().contains { $0.hasPrefix("!") })
    }

    @Test func `a prompt goes on after a failure and a dropped line`() async {
        let terminal = ScriptedTerminal(
            inputs: [.line("frob"), .abandoned, .line("routes"), .line("quit"), .line("plan")])
        #expect(await console(terminal).runInteractive() == 0)
        #expect(asked() == ["routes"])
    }

    @Test func `a prompt left when the manager was gone says so to the shell`() async {
        manager.fail("lines", with: ControlFailure(.unreachable, "gone"))
        let terminal = ScriptedTerminal(inputs: [.line("lines")])
        #expect(await console(terminal).runInteractive() == 3)
    }

    @Test func `Ctrl-C ends the command that waits and not the console`() async {
        let terminal = ScriptedTerminal(inputs: [.line("code 7 --wait 2m"), .line("routes")])
        let link = Patient(manager: manager) { terminal.interrupt() }
        let console = Console(link: link, terminal: terminal, clock: Transcript.clock)
        #expect(await console.runInteractive() == 0)
        #expect(terminal.takeWritten().contains("! Interrupted."))
        #expect(asked() == ["routes"])
    }

    @Test(arguments: [
        "resend 7", "line 7 --auto-extend on --yes", "line 7 --auto-extend off",
        "ask many cancel-all --yes",
    ])
    func `Ctrl-C in the middle of a paid call says that it may go through`(line: String) async {
        manager.answer(
            "auto-extend/quote",
            with: #"{"account":"pool","what":"it","price":"9.00","currency":"USD"}"#)
        let terminal = ScriptedTerminal(inputs: [.line(line), .line("routes")])
        let link = Patient(manager: manager) { terminal.interrupt() }
        let console = Console(link: link, terminal: terminal, clock: Transcript.clock)
        #expect(await console.runInteractive() == 0)
        #expect(
            terminal.takeWritten().contains(
                "! Interrupted. The request may still go through; check `actions`, `lines` and "
                    + "`doubts`."))
        #expect(console.parting == nil && manager.takeAsked().contains("routes"))
    }

    @Test func `an order that took more than was agreed to is shown, and tells in its exit code`()
        async
    {
        manager.answer(
            "act",
            with: """
                {"action":1,"state":"done","message":"Extended for 12.00 USD (quoted: 5.00 USD).",
                 "excess":"7.00 USD"}
                """)
        let terminal = ScriptedTerminal()
        #expect(await console(terminal).runOnce(["resend", "7"]) == 5)
        let written = terminal.takeWritten()
        #expect(written.contains { $0.contains("12.00 USD (quoted: 5.00 USD)") })
        #expect(written.contains { $0.hasPrefix("! Done, but it cost 7.00 USD more") })
    }

    @Test func `an action that waits is given up by its id`() async {
        manager.answer("actions/drop", with: #"{"message":"Action 31 (extend) is dropped."}"#)
        let terminal = ScriptedTerminal()
        #expect(await console(terminal).runOnce(["actions", "--drop", "31"]) == 0)
        #expect(manager.takeAsked() == [#"actions/drop {"action":31}"#])
        #expect(terminal.takeWritten().contains { $0.contains("Action 31 (extend) is dropped.") })
    }

    @Test func `events appear beside other commands while the live display is on`() async throws {
        manager.answer(
            "tail",
            with: """
                [{"event":{"id":1,"at":"2026-02-01T11:59:58Z","kind":"expired","line":7,
                  "text":"It is over."}}]
                """)
        let terminal = ScriptedTerminal()
        let session = Session(
            link: manager, terminal: terminal, clock: Transcript.clock, folder: .current,
            live: LiveDisplay())
        let runner = CommandRunner(session: session)
        #expect(await runner.run(["tail", "--last", "3"]) == .ended(0))
        let live = try #require(session.live)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await live.run(in: session) }
            let written = await terminal.takeWritten(through: "has ended")
            #expect(written.contains("  11:59:58  expired      line 7   It is over."))
            group.cancelAll()
        }
        #expect(manager.takeAsked() == ["tail 3"])
    }

    @Test func `the reference knows every command and every field`() {
        let reference = ConsoleReference.markdown()
        for name in CommandList.names { #expect(reference.contains("### \(name)\n")) }
        for field in LineRecord.fields { #expect(reference.contains("`\(field)`")) }
        #expect(reference.contains("order [<options>] <service> [<country>]"))
    }

    @Test func `every command is explained in one line and by an example`() {
        let named =
            "lines line offers rent order code wake extend refund cancel resend again swap finish reset "
            + "label tag adopt inbox message search explain codes plan actions retry doubts scripts script "
            + "lua channels routes alerts accounts balance spend webhooks ask tail sql backup help "
            + "quit"
        #expect(CommandList.names.joined(separator: " ") == named)
        for name in CommandList.names {
            let description = CommandDescription.all[name]
            let abstract = description?.abstract ?? ""
            #expect(abstract.hasSuffix(".") && abstract.count <= 64, "\(name)")
            #expect(description?.discussion?.contains("\n  \(name)") == true, "\(name)")
        }
    }
}

/// Reports that it waits, then waits for a code until it is cancelled.
private struct Patient: ControlLink {
    let manager: FakeManager
    let waits: @Sendable () -> Void

    func ask<Request: ControlRequest>(
        _ request: Request
    ) async throws(ControlFailure) -> Request.Reply {
        guard request is AwaitCode || request.movesMoney else {
            return try await manager.ask(request)
        }
        while !Task.isCancelled {
            waits()
            await Task.yield()
        }
        throw ControlFailure(.failed, "cancelled")
    }

    func tail(last: Int, line: Int64?) -> AsyncThrowingStream<TailItem, any Error> {
        manager.tail(last: last, line: line)
    }
}
