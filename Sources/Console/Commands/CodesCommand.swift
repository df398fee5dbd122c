import ArgumentParser
import Control
import Lines

/// `codes`: the codes of stored messages, decided again.
struct CodesCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "codes", abstract: "Decide again on the codes of stored messages.",
        discussion: """
            Lists the messages whose code would be another one, or more or less certain, by the \
            rules of this version. With --recompute it then changes them, after asking. Scripts do \
            not run again, and nothing is forwarded.

            Examples:
              codes
              codes --recompute
            """)

    static let fields = CodeChangeRecord.fields

    @Flag(help: "Change them.")
    var recompute = false

    @Flag(help: "Go ahead without asking.")
    var yes = false

    @OptionGroup var listing: ListingOptions

    func run(in session: Session) async throws {
        let consent = Consent(session: session, isGiven: yes)
        if recompute { try consent.mustBePossible() }
        let found = try await changes(in: session, apply: false)
        try await session.list(found.changes, as: listing.format)
        guard recompute else { return }
        if !found.changes.isEmpty {
            let messages = counted(found.changes.count, "message")
            try await consent.toGoAhead(
                "Change \(messages)?", otherwise: "Nothing was changed.")
        }
        guard found.others + found.changes.count > 0 else { return }
        let changed = try await changes(in: session, apply: true)
        await session.terminal.remark(
            "\(counted(changed.changes.count, "code")) changed. Scripts do not run again.")
    }

    /// All differences, asked for in parts so that the manager can answer others meanwhile.
    private func changes(in session: Session, apply: Bool) async throws -> CodeChanges {
        var all = CodeChanges(changes: [], others: 0)
        var next: Int64? = 0
        while let after = next {
            let part = try await session.ask(RecomputeCodes(after: after, apply: apply))
            all.changes += part.changes
            all.others += part.others
            next = part.last
        }
        return all
    }
}
