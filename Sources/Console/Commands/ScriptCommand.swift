import ArgumentParser
import Control
import Lines

/// `script`: one script, its last failure, and dry runs of it.
struct ScriptCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "script",
        abstract: "Show, try, compare, resume or put back a script.",
        discussion: """
            --try runs it on stored messages, or on what --text, --event, --timer or --action \
            say, and shows everything its decisions hold without carrying them out. It starts with \
            what the script remembers, or with nothing after --fresh. --diff compares the running \
            version with the file on stored messages, and the exit code is 1 if anything would \
            change. For both the script can be a path outside the folder. --again runs it on a \
            message that it failed on or has not seen, and carries out its decisions. --rollback \
            writes a version that ran before into the folder.

            A name that begins with a hyphen is understood if it ends in .lua or has one hyphen \
            (-draft.lua, -draft), as a path (./-draft.lua), or directly after --.

            Examples:
              script 10-bank.lua
              script ./draft/10-bank.lua --diff --last 10000
              script 10-bank.lua --try --event expiring --line 2
              script 10-bank.lua --versions
              script 10-bank.lua --resume
              script 10-bank.lua --again 17
              script 10-bank.lua --memory
              script 10-bank.lua --timers --drop
              script 10-bank.lua --rename 20-bank.lua
              script ./draft.lua --try --last 50
              script --try -- --draft
            """)

    static let fields = ScriptRecord.fields
    static let otherFields = [
        OtherFields(
            "with `--resume`, `--again`, `--forget`, `--forget-all`, `--drop`, `--rename` or "
                + "`--rollback`",
            Done.fields),
        OtherFields("with `--memory`", MemoryRecord.fields),
        OtherFields("with `--timers`", TimerListing.fields),
        OtherFields("with `--try`", RehearsalRecord.fields),
        OtherFields("with `--diff`", ComparisonRecord.fields),
        OtherFields("with `--versions`", VersionListing.fields),
        OtherFields("with `--show`", VersionText.fields),
    ]

    @Argument(help: "The script's file name or path, with or without .lua.")
    var script: String

    @Argument(help: "With --try: the one message to try it on.")
    var message: Int64?

    @Flag(help: "Let a paused script run again.")
    var resume = false

    @OptionGroup var trial: TrialOptions

    @Flag(help: "Show what the file would change, compared with the running version.")
    var diff = false

    @Option(
        help: ArgumentHelp(
            "With --diff: compare with this kept version instead.", valueName: "hash"))
    var against: String?

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

    @Flag(help: "List the versions of it that are kept.")
    var versions = false

    @Option(help: ArgumentHelp("Print the text of a version.", valueName: "hash"))
    var show: String?

    @Option(
        help: ArgumentHelp(
            "Write a version into the folder; the text it replaces is kept.", valueName: "hash"))
    var rollback: String?

    @OptionGroup var listing: ListingOptions

    func validate() throws {
        let uses = [
            resume, trial.isTrial, diff, again != nil, memory, forget != nil, forgetAll,
            timers || drop, rename != nil, versions, show != nil, rollback != nil,
        ]
        if uses.count(where: { $0 }) > 1 {
            throw ValidationError(
                "Use only one of --resume, --try, --diff, --again, --memory, --forget, --forget-all, "
                    + "--timers, --drop, --rename, --versions, --show and --rollback.")
        }
        if against != nil && !diff { throw ValidationError("--against requires --diff.") }
        try trial.check(isComparing: diff, message: message)
    }

    func run(in session: Session) async throws {
        if let done = try await changed(in: session) {
            try await session.tell(done, as: listing.format)
        } else if memory {
            let values = try await session.ask(ListMemory(script: named(in: session)))
            try await session.list(values, as: listing.format)
        } else if timers {
            let timers = try await session.ask(ListTimers(script: named(in: session)))
            try await session.list(timers, as: listing.format)
        } else if versions {
            let versions = try await session.ask(ListVersions(script: named(in: session)))
            try await session.list(versions, as: listing.format)
        } else if let show {
            try await print(
                try await session.ask(ShowVersion(script: named(in: session), hash: show)), session)
        } else if trial.isTrial {
            let request = trial.request(of: try await path(in: session), on: message)
            try await ScriptTrial(session: session, format: listing.format).rehearse(request)
        } else if diff {
            var request = CompareScript(
                script: try await path(in: session), range: trial.range(otherwise: 1000))
            request.against = against
            request.fresh = trial.fresh ? true : nil
            try await ScriptTrial(session: session, format: listing.format).compare(request)
        } else {
            try await showCard(in: session)
        }
    }

    private func print(_ version: VersionText, _ session: Session) async throws {
        guard listing.format == .table else {
            return try await session.list([version], as: listing.format)
        }
        let text = version.text.hasSuffix("\n") ? version.text.dropLast() : version.text[...]
        try await session.terminal.write(SafeText(lines: text))
    }

    /// The answer to a change; nil if none is wanted.
    private func changed(in session: Session) async throws -> Done? {
        if resume { return try await session.ask(ResumeScript(script: named(in: session))) }
        if let again {
            return try await session.ask(HandOnMessage(message: again, script: named(in: session)))
        }
        if let rollback {
            return try await session.ask(RollBackScript(script: named(in: session), hash: rollback))
        }
        if let rename {
            return try await session.ask(RenameScript(script: named(in: session), to: rename))
        }
        if forgetAll || forget != nil {
            return try await session.ask(ForgetMemory(script: named(in: session), key: forget))
        }
        guard drop else { return nil }
        return try await session.ask(DropPending(script: named(in: session), onlyTimers: timers))
    }

    /// A path is relative to the person's working directory; a bare name is in the scripts folder.
    private func named(in session: Session) -> String {
        isPath ? session.folder.file(script) : script
    }

    private var isPath: Bool { script.contains("/") }

    /// What to try: a bare name may also be a draft in the working directory.
    private func path(in session: Session) async throws -> String {
        if isPath || script.hasPrefix("~") { return session.folder.file(script) }
        let name = ScriptName(script)
        let known = try await session.ask(ListScripts()).map(\.name)
        guard name.found(in: known) == nil,
            let draft = name.candidates.first(where: session.folder.holdsFile)
        else { return script }
        return session.folder.file(draft)
    }

    private func showCard(in session: Session) async throws {
        let request = isPath ? ListScripts(script: named(in: session)) : ListScripts()
        let scripts = try await session.ask(request)
        let found = isPath ? scripts.first?.name : ScriptName(script).found(in: scripts.map(\.name))
        guard let record = scripts.first(where: { $0.name == found }) else {
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
