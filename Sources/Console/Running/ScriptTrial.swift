import Control
import Lines

/// Tries scripts out piece by piece, so that neither side holds more than a piece of what there is
/// to show on a screen.
struct ScriptTrial: Sendable {
    let session: Session
    let format: ListingFormat

    func rehearse(_ first: RehearseScripts) async throws {
        var request = first
        var rows: [RehearsalRecord] = []
        var isEmpty = true
        while true {
            let piece = try await session.ask(request)
            isEmpty = isEmpty && piece.rows.isEmpty
            if format == .table {
                if !piece.rows.isEmpty {
                    let card = TrialCard(
                        rows: piece.rows, session: session, isTraced: first.trace == true)
                    try await session.terminal.write(card.text)
                }
            } else {
                rows += piece.rows
            }
            guard let next = piece.next else { break }
            request.place = next
        }
        if format != .table {
            try await session.list(rows, as: format)
        } else if isEmpty {
            await session.terminal.remark(RehearsalRecord.nothing)
        }
    }

    /// - Throws: a failure if anything would change, for the exit code.
    func compare(_ first: CompareScript) async throws {
        var request = first
        var rows: [ComparisonRecord] = []
        var compared: Compared
        repeat {
            compared = try await session.ask(request)
            rows += compared.rows
            request.place = compared.next
            if let next = compared.next, session.terminal.width != nil {
                await session.terminal.remark(
                    "\(next.done) of \(counted(next.done + next.left, "message")) …")
            }
        } while compared.next != nil
        if format != .table || !rows.isEmpty {
            try await session.list(rows, as: format, isWhole: true)
        }
        let versions = "version \(compared.before) to \(compared.after)"
        guard !rows.isEmpty else {
            await session.terminal.remark(
                "Nothing changes on \(counted(compared.done, "message")), from \(versions).")
            return
        }
        throw ControlFailure(
            .failed,
            "\(rows.count) of \(counted(compared.done, "message")) would be handled otherwise, from "
                + "\(versions).")
    }
}
