import ArgumentParser
import Control
import Lines

/// `retry`: retries failed actions, and sends forwards that were given up again or drops them.
struct RetryCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Retry an action or a message; list or drop failed forwards.",
        discussion: """
            Alone it lists the forwards that were given up. --all, or any of --channel, --line, \
            --since and --script, sends them again, each from its first try; with --drop they are \
            dropped. More than \(mostWithoutAsking) at once need a yes, or --yes. actions --state \
            failed lists all failed actions.

            With --message the scripts that failed on a message run again; decisions of other \
            scripts stand.

            Examples:
              retry
              retry 31
              retry --all
              retry --channel phone --since 1d
              retry --script 10-bank.lua --drop
              retry --message 17
            """)

    static let fields = Done.fields
    static let otherFields = [OtherFields("without arguments", ActionRecord.fields)]

    /// So many forwards are sent again without a question.
    static let mostWithoutAsking = 5

    @Argument(help: "The action's id.")
    var action: Int64?

    @Flag(help: "All failed forwards.")
    var all = false

    @Option(help: "Failed forwards to this channel.")
    var channel: String?

    @Option(help: "Failed forwards of this line.")
    var line: String?

    @Option(
        help: ArgumentHelp(
            "Forwards that failed in this time, \(Span.examples).", valueName: "time"),
        transform: Span.read)
    var since: Span?

    @Option(help: "Failed forwards of this script.")
    var script: String?

    @Flag(help: "Drop them instead.")
    var drop = false

    @Option(help: ArgumentHelp("The message on which scripts failed.", valueName: "id"))
    var message: Int64?

    @Flag(name: .shortAndLong, help: "Without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    private var isFiltered: Bool {
        channel != nil || line != nil || since != nil || script != nil
    }

    private var isOfForwards: Bool { all || isFiltered }

    func validate() throws {
        guard [action != nil, isOfForwards, message != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError(
                "Give either an action's id, --message, or which failed forwards: --all, --channel, "
                    + "--line, --since or --script.")
        }
        guard !all || !isFiltered else {
            throw ValidationError("--all goes with none of --channel, --line, --since, --script.")
        }
        guard !drop || isOfForwards else {
            throw ValidationError(
                "--drop needs to know which: --all, --channel, --line, --since or --script. "
                    + "`actions --drop 31` drops a pending action.")
        }
    }

    func run(in session: Session) async throws {
        if let message {
            let done = try await session.ask(HandOnMessage(message: message))
            return try await session.tell(done, as: listing.format)
        }
        if let action {
            let done = try await session.ask(RetryActions(id: action))
            return try await session.tell(done, as: listing.format)
        }
        guard isOfForwards else {
            var failed = ListActions(limit: 50)
            failed.state = "failed"
            failed.kind = "forward"
            let found = try await session.ask(failed)
            guard !found.isEmpty || listing.format != .table else {
                return await session.terminal.remark("No forward was given up.")
            }
            return try await session.list(found, as: listing.format)
        }
        var forwards = FailedForwards()
        forwards.channel = channel
        forwards.line = line
        forwards.sinceSeconds = since?.seconds
        forwards.script = script
        let found = try await session.ask(CountFailed(forwards: forwards))
        forwards.upTo = found.last
        try await askAbout(found.count, in: session)
        let done =
            drop
            ? try await session.ask(DropFailed(forwards: forwards))
            : try await session.ask(RetryFailed(forwards: forwards))
        try await session.tell(done, as: listing.format)
    }

    private func askAbout(_ count: Int, in session: Session) async throws {
        guard count > Self.mostWithoutAsking else { return }
        let consent = Consent(session: session, isGiven: yes)
        let forwards = counted(count, "failed forward")
        try await consent.toGoAhead(
            drop ? "Drop \(forwards)?" : "Send \(forwards) again?",
            otherwise: "Nothing was changed.")
    }
}
