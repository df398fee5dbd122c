import ArgumentParser
import Control

/// `script`: one script, its last failure, and dry runs of it.
struct ScriptCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "script",
        abstract: "Show, resume or try a script, or run it on a message again.",
        discussion: """
            --try runs it on stored messages and shows its decisions without carrying them out. \
            The script can then also be a path outside the folder. --again runs it on a message \
            that it failed on or has not seen, and carries out its decisions.

            Examples:
              script 10-bank.lua
              script 10-bank.lua --resume
              script 10-bank.lua --again 17
              script 10-bank.lua --memory
              script 10-bank.lua --timers --drop
              script 10-bank.lua --rename 20-bank.lua
              script ./draft.lua --try --last 50
            """)

    static let fields = ScriptRecord.fields
    static let otherFields = [
        OtherFields(
            "with `--resume`, `--again`, `--forget`, `--forget-all`, `--drop` or `--rename`",
            Done.fields),
        OtherFields("with `--memory`", MemoryRecord.fields),
        OtherFields("with `--timers`", TimerListing.fields),
        OtherFields("with `--try`", RehearsalRecord.fields),
    ]

    @Argument(help: "The script's file name.")
    var script: String

    @Argument(help: "With --try: the one message to try it on.")
    var message: Int64?

    @Flag(help: "Let a paused script run again.")
    var resume = false

    @Flag(name: .customLong("try"), help: "Show its decisions only.")
    var isRehearsal = false

    @Option(
        help: ArgumentHelp("With --try: the number of latest messages.", valueName: "count"),
        transform: Count.read)
    var last: Count?

    @Option(help: ArgumentHelp("Run it on this message again.", valueName: "message"))
    var again: Int64?

    @Flag(help: "Show what it remembers.")
    var memory = false

    @Option(help: ArgumentHelp("Forget what it remembers under this key.", valueName: "key"))
    var forget: String?

    @Flag(help: "Forget all that it remembers.")
    var forgetAll = false

    @Flag(help: "Show the timers it has set.")
    var timers = false

    @Flag(help: "Drop its timers and undelivered forwards; with --timers only those.")
    var drop = false

    @Option(
        help: ArgumentHelp(
            "Rename it, with what it remembers and its timers.", valueName: "name"))
    var rename: String?

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        let uses = [
            resume, isRehearsal, again != nil, memory, forget != nil, forgetAll, timers || drop,
            rename != nil,
        ]
        if uses.count(where: { $0 }) > 1 {
            throw ValidationError(
                "Use only one of --resume, --try, --again, --memory, --forget, --forget-all, "
                    + "--timers, --drop and --rename.")
        }
        if (message != nil || last != nil) && !isRehearsal {
            throw ValidationError("A message and --last require --try.")
        }
        if message != nil && last != nil {
            throw ValidationError("Give either one message or --last.")
        }
    }

    func run(in session: Session) async throws {
        if resume {
            let done = try await session.ask(ResumeScript(script: script))
            try await session.tell(done, as: listing.format)
        } else if let again {
            let done = try await session.ask(HandOnMessage(message: again, script: script))
            try await session.tell(done, as: listing.format)
        } else if let done = try await changed(in: session) {
            try await session.tell(done, as: listing.format)
        } else if memory {
            let values = try await session.ask(ListMemory(script: script))
            try await session.list(values, as: listing.format)
        } else if timers {
            let timers = try await session.ask(ListTimers(script: script))
            try await session.list(timers, as: listing.format)
        } else if isRehearsal {
            var request = RehearseScript(script: try await path(in: session))
            request.message = message
            request.last = last?.number ?? request.last
            try await session.list(try await session.ask(request), as: listing.format)
        } else {
            try await show(in: session)
        }
    }

    /// The answer to a change of what it remembers or waits for; nil if none is wanted.
    private func changed(in session: Session) async throws -> Done? {
        if let rename { return try await session.ask(RenameScript(script: script, to: rename)) }
        if forgetAll || forget != nil {
            return try await session.ask(ForgetMemory(script: script, key: forget))
        }
        guard drop else { return nil }
        return try await session.ask(DropPending(script: script, onlyTimers: timers))
    }

    /// A path is relative to the person's working directory; a bare name is in the scripts folder.
    private func path(in session: Session) async throws -> String {
        if script.contains("/") || script.hasPrefix("~") { return session.folder.file(script) }
        let names = try await session.ask(ListScripts()).map(\.name)
        guard !names.contains(script), session.folder.holds(script) else { return script }
        return session.folder.file(script)
    }

    private func show(in session: Session) async throws {
        let scripts = try await session.ask(ListScripts())
        let names = [script, script + ".lua"]
        guard let record = scripts.first(where: { names.contains($0.name) }) else {
            let name = script.allSatisfy(\.isWhitespace) ? "without a name" : script
            throw ControlFailure(
                .failed, "There is no script \(name). `scripts` lists them.")
        }
        guard listing.format == .table else {
            return try await session.list([record], as: listing.format)
        }
        try await session.terminal.write(ScriptCard(script: record, session: session).text)
    }
}
