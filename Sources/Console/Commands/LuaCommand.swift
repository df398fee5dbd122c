import ArgumentParser
import Control
import Lines

/// `lua`: a prompt for Lua, with `keeper` and a message, where nothing is carried out.
struct LuaCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "lua",
        abstract: "Type Lua, with keeper and a message; nothing is carried out.",
        discussion: """
            What is typed runs in a worker of its own, with what scripts have. An expression shows \
            its value, a decision shows what it would do, and globals stay until the prompt ends. \
            Text that is not finished goes on in the next line. exit or Ctrl-D leaves, Ctrl-C \
            drops what was typed.

            Examples:
              lua --message 17
              lua --message 17 --eval "message.text:match('%d+')"
            """)

    static let fields = EvaluatedRecord.fields

    /// As long as a script may be.
    private static let longest = 64 << 10
    /// With --json, of a prompt that is left open for long.
    private static let mostRows = 1000

    @Option(
        help: ArgumentHelp(
            "The message it is about: `message` at the prompt.", valueName: "message"))
    var message: Int64?

    @Option(help: ArgumentHelp("Evaluate this and leave.", valueName: "lua"))
    var eval: String?

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let opened = try await session.ask(OpenPrompt(message: message))
        do {
            if let eval {
                try await once(eval, at: opened, in: session)
            } else {
                try await converse(at: opened, in: session)
            }
        } catch {
            _ = try? await session.ask(ClosePrompt(prompt: opened.prompt))
            throw error
        }
        _ = try await session.ask(ClosePrompt(prompt: opened.prompt))
    }

    private func once(_ text: String, at prompt: PromptRecord, in session: Session) async throws {
        let result = try await session.ask(EvaluateLua(prompt: prompt.prompt, source: text))
        guard !result.isIncomplete else {
            throw ControlFailure(.failed, "The text is not finished.")
        }
        if listing.format == .table {
            try await show(result, in: session)
        } else {
            try await session.list([result], as: listing.format)
        }
        if result.failure != nil { throw ControlFailure(.failed, "It failed.") }
    }

    private func converse(at opened: PromptRecord, in session: Session) async throws {
        guard let editor = session.terminal as? any LineEditor else {
            throw ControlFailure(.usage, "There is nothing to type on. Use --eval.")
        }
        if listing.format == .table, let message = opened.message {
            await session.terminal.remark(
                "message \(message.id)  \(message.sender ?? "unknown"): \(message.text)")
        }
        var rows: [EvaluatedRecord] = []
        var typed = ""
        typing: while true {
            // Whoever types in a file or a pipe sees no prompt.
            let prompt: SafeText = typed.isEmpty ? "lua> " : "...> "
            switch await editor.readLine(prompt: session.terminal.canAnswer ? prompt : .empty) {
            case .ended: break typing
            case .abandoned: typed = ""
            case .line(let line):
                if typed.isEmpty, ["exit", "quit"].contains(line.trimmed) { break typing }
                typed += typed.isEmpty ? line : "\n" + line
                guard typed.utf8.count <= Self.longest else {
                    await session.terminal.remark("That is longer than a script may be.")
                    typed = ""
                    continue
                }
                guard !typed.trimmed.isEmpty else {
                    typed = ""
                    continue
                }
                let result = try await session.ask(
                    EvaluateLua(prompt: opened.prompt, source: typed))
                if result.isIncomplete { continue }
                typed = ""
                if listing.format == .table {
                    try await show(result, in: session)
                } else if rows.count < Self.mostRows {
                    rows.append(result)
                }
            }
        }
        if !typed.isEmpty { await session.terminal.remark("The last text was not finished.") }
        if listing.format != .table { try await session.list(rows, as: listing.format) }
    }

    private func show(_ result: EvaluatedRecord, in session: Session) async throws {
        var lines: [SafeText] = result.log.map { "\($0)" }
        // What is typed has no file.
        lines += result.decisions.map { "would \($0.whole)" }
        lines += result.values.map { "\($0)" }
        if !lines.isEmpty { try await session.terminal.write(lines.joined(separator: "\n")) }
        if let failure = result.failure { await session.terminal.remark("\(failure)") }
    }
}
