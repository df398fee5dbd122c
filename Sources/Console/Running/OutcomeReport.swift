import Control
import Lines

/// Reports the outcome of an action, in words and in the exit code.
struct OutcomeReport: Sendable {
    let session: Session

    /// - Parameter format: The format of a purchased line; a sentence for `.table`.
    func tell(_ outcome: OutcomeRecord, as format: ListingFormat = .table) async throws {
        switch outcome.state {
        case "done":
            try await done(outcome, format)
            try warn(of: outcome)
        case "pending":
            if format != .table { try await done(outcome, format) }
            let due = outcome.dueAt.map {
                " It will be tried \(RelativeTime.text($0.instant, now: session.clock.now()))."
            }
            await session.terminal.remark("\(session.clock.spoken(outcome.message))\(due ?? "")")
        case "doubt":
            throw ControlFailure(.doubt, outcome.message)
        default:
            throw ControlFailure(.failed, outcome.message)
        }
    }

    private func done(_ outcome: OutcomeRecord, _ format: ListingFormat) async throws {
        if format != .table {
            try await session.list(outcome.lines, columns: LineRecord.columns, as: format)
        } else {
            try await session.terminal.write("\(session.clock.spoken(outcome.message))")
        }
    }

    /// For a purchase: the number, the line and its expiry.
    func tellPurchase(_ outcome: OutcomeRecord, as format: ListingFormat) async throws {
        guard outcome.state == "done", format == .table, let line = outcome.line else {
            return try await tell(outcome, as: format)
        }
        var card = Card(isStyled: false)
        guard outcome.others == nil else {
            card.fields([("number", line.number ?? "not assigned yet")])
            card.fields(
                outcome.lines.map { line in
                    (
                        "line",
                        [String(line.id), line.service, line.cost].compactMap { $0 }
                            .joined(separator: "  ")
                    )
                })
            try await session.terminal.write(card.text)
            return try warn(of: outcome)
        }
        card.fields([
            ("number", line.number ?? "not assigned yet"),
            ("line", String(line.id)),
            ("expires", line.expiresAt.map { session.clock.full($0.instant) }),
            ("price", line.price.map { "\($0) \(line.currency ?? "")" }),
        ])
        try await session.terminal.write(card.text)
        try warn(of: outcome)
    }

    /// It was carried out, but the person had agreed to less.
    private func warn(of outcome: OutcomeRecord) throws {
        guard let excess = outcome.excess else { return }
        throw ControlFailure(
            .dearer,
            "Done, but it cost \(excess) more than agreed: \(outcome.message)")
    }
}

extension OutcomeRecord {
    /// All lines that the action concerns.
    fileprivate var lines: [LineRecord] { (line.map { [$0] } ?? []) + (others ?? []) }
}
