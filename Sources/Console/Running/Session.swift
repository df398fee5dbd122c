import Control
import Lines

/// The surroundings of a running command: the manager, the terminal, the time.
package struct Session: Sendable {
    let link: any ControlLink
    let terminal: any Terminal
    let clock: ClockFormat
    let folder: WorkingFolder
    /// The live display running beside the commands, if there can be several.
    let live: LiveDisplay?
    /// Whether a person types the commands.
    var isAtPrompt = false
    /// What may be done here; nil for everything, as at a terminal.
    var permission: ChatPermission?
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

    /// Shows a listing in the requested format.
    ///
    /// - Parameter isWhole: whether long texts of a table continue on further lines. For short lists
    ///   whose texts say what to do; in long ones a row to a line is easier to survey.
    func list<Row: Listable>(
        _ rows: [Row], as format: ListingFormat, isWhole: Bool = false
    ) async throws {
        if rows.isEmpty, format == .table {
            await terminal.remark(Row.nothing)
        } else {
            try await list(rows, columns: Row.columns, as: format, isWhole: isWhole)
        }
    }

    /// Shows the rows, and fails if any part is missing.
    func list<Row: Listable>(_ gathered: Gathered<Row>, as format: ListingFormat) async throws {
        if !gathered.rows.isEmpty || gathered.missing.isEmpty {
            try await list(gathered.rows, as: format)
        }
        try gathered.mustBeWhole()
    }

    func list<Row>(
        _ rows: [Row], columns: [Column<Row>], as format: ListingFormat, isWhole: Bool = false
    ) async throws {
        let renderer = ListingRenderer(
            format: format, width: terminal.width, isStyled: terminal.isStyled, isWhole: isWhole,
            now: clock.now(), spoken: clock.spoken)
        try await terminal.write(renderer.render(rows, columns: columns))
    }

    /// Reports a result: a sentence, or a list with one entry for programs.
    func tell(_ done: Done, as format: ListingFormat) async throws {
        guard format == .table else { return try await list([done], as: format) }
        try await terminal.write("\(clock.spoken(done.message))")
    }

    /// A table inside a card.
    func table<Row: Listable>(_ rows: [Row], isWhole: Bool = false) -> SafeText {
        ListingRenderer(
            format: .table, width: terminal.width, isStyled: false, isWhole: isWhole,
            now: clock.now(), spoken: clock.spoken
        ).render(rows, columns: Row.columns)
    }
}
