import Control
import Lines

extension ScriptRecord: Listable {
    static let nothing: SafeText = "No scripts in the scripts folder."

    static let columns: [Column<ScriptRecord>] = [
        Column("name", "NAME") { .text($0.name) },
        Column("state", "STATE") { .text($0.state) },
        Column("handlers", "HANDLERS", rank: 3) { .list($0.handlers) },
        Column("runs", "RUNS", rank: 2, alignment: .right) { .integer(Int64($0.runs)) },
        Column("failures", "FAILED", rank: 1, alignment: .right) { .integer(Int64($0.failures)) },
        Column("last_run_at", "LAST RUN", rank: 4) { Cell($0.lastRunAt?.instant) },
        Column("error", "ERROR", least: 40) { Cell($0.error) },
        Column("traceback") { Cell($0.traceback) },
        Column("paused_until") { Cell($0.pausedUntil?.instant) },
        Column("pause_reason") { Cell($0.pauseReason) },
        Column(
            "set_aside", "SET ASIDE", rank: 5,
            shown: { record, _ in record.setAside.isEmpty ? "" : String(record.setAside.count) }
        ) { .list($0.setAside.map(String.init)) },
    ]
}

extension MemoryRecord: Listable {
    static let nothing: SafeText = "It remembers nothing."

    static let columns: [Column<MemoryRecord>] = [
        Column("key", "KEY") { .text($0.key) },
        Column("value", "VALUE", least: 24) { .text($0.value) },
    ]
}

extension TimerListing: Listable {
    static let nothing: SafeText = "It has set no timers."

    static let columns: [Column<TimerListing>] = [
        Column("name", "NAME") { .text($0.name) },
        Column("due_at", "DUE") { Cell($0.dueAt.instant) },
        Column("data", "DATA", least: 24) { Cell($0.data) },
        Column(
            "chain", "CHAIN", rank: 1,
            shown: { record, _ in record.chain.joined(separator: " > ") }
        ) { .list($0.chain) },
        Column("schedule", "EVERY") { Cell($0.schedule) },
    ]
}

/// One step of a message's path, for `explain --json`.
struct ExplainedStep: Sendable {
    var kind: String
    var name: String
    var outcome: String
    var details: [String]
    var failure: String?
    var version: String?
    /// For each decision its line and the locals there.
    var places: [String] = []
    var microseconds: Int64?
}

extension ExplainedStep: Listable {
    static let nothing: SafeText = "No history yet."

    static let columns: [Column<ExplainedStep>] = [
        Column("step", "STEP") { .text($0.kind) },
        Column("name", "NAME") { .text($0.name) },
        Column("outcome", "OUTCOME", least: 24) { .text($0.outcome) },
        Column("details", "DETAILS", least: 24) { .list($0.details) },
        Column("failure", "FAILURE", least: 24) { Cell($0.failure) },
        Column("version") { Cell($0.version) },
        Column("places") { .list($0.places) },
        Column("microseconds") { Cell($0.microseconds) },
    ]
}
