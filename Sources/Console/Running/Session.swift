import Control
import Lines

/// What a command sees while it runs: the manager, the terminal, the time.
package struct Session: Sendable {
    let link: any ControlLink
    let terminal: any Terminal
    let clock: WallClock
    /// Where several commands follow each other, the live display that runs beside them.
    let live: LiveDisplay?
    /// Whether a paid call is being waited for.
    var payment = AwaitedPayment()

    func ask<Request: ControlRequest>(
        _ request: Request
    ) async throws(ControlFailure) -> Request.Reply {
        guard request.movesMoney else { return try await link.ask(request) }
        payment.begin()
        defer { payment.end() }
        return try await link.ask(request)
    }

    /// Shows a listing in the form that was asked for.
    func list<Row: Listable>(_ rows: [Row], as format: ListingFormat) async throws {
        if rows.isEmpty, format == .table {
            await terminal.remark(Row.nothing)
        } else {
            try await list(rows, columns: Row.columns, as: format)
        }
    }

    func list<Row>(
        _ rows: [Row], columns: [Column<Row>], as format: ListingFormat
    ) async throws {
        let renderer = ListingRenderer(
            format: format, width: terminal.width, isStyled: terminal.isStyled, now: clock.now())
        try await terminal.write(renderer.render(rows, columns: columns))
    }

    /// A table to stand inside a card.
    func table<Row: Listable>(_ rows: [Row]) -> Printable {
        ListingRenderer(
            format: .table, width: terminal.width, isStyled: false, now: clock.now()
        ).render(rows, columns: Row.columns)
    }
}
