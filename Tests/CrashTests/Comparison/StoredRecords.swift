import Foundation
import GRDB
import TestSupport

/// The manager's database, read at once.
struct StoredRecords {
    struct Line {
        var id: Int64
        var kind: String
        var state: String
        var isInDoubt: Bool
        var isAdopted: Bool
        var providerID: String?
        var number: String?
        var expiresAt: Int64?
        var refundUntil: Int64?
        var refundRefusal: String?
        /// How often another code was requested for it.
        var episode: Int64
    }

    struct Message {
        var id: Int64
        var line: Int64
        var text: String
        var state: String
    }

    struct Action {
        var id: Int64
        var key: String
        var kind: String
        var state: String
        var line: Int64?
        var message: Int64?
        var channel: String?
        var origin: String
        var attempts: Int
        var result: String
    }

    struct Entry {
        var line: Int64?
        var action: Int64?
        var kind: String
        var amount: Int64
    }

    struct Run {
        var script: String
        var handler: String
        var message: Int64?
        var outcome: String
    }

    let lines: [Line]
    let messages: [Message]
    let actions: [Action]
    let ledger: [Entry]
    let runs: [Run]
    /// Lines by every provider id they have ever had.
    let linesByProviderID: [String: Int64]
    /// The memory of scripts, by script and key.
    let memory: [String: String]
    let timers: [String]
    /// Kinds of events that scripts were told of, or are still to be told of.
    let told: [String]
    let untold: Int
    var forwardedLines = ""
    var posts: [Receiver.Post] = []

    init(_ database: Database) throws {
        func all<Value>(_ sql: String, _ make: (Row) -> Value) throws -> [Value] {
            try Row.fetchAll(database, sql: sql).map(make)
        }
        lines = try all("SELECT * FROM line ORDER BY id") {
            Line(
                id: $0["id"], kind: $0["kind"], state: $0["state"], isInDoubt: $0["in_doubt"],
                isAdopted: $0["adopted"], providerID: $0["provider_id"], number: $0["number"],
                expiresAt: $0["expires_at"], refundUntil: $0["refund_until"],
                refundRefusal: $0["refund_refusal"], episode: $0["episode"])
        }
        messages = try all("SELECT * FROM message ORDER BY id") {
            Message(id: $0["id"], line: $0["line"], text: $0["text"], state: $0["state"])
        }
        actions = try all("SELECT * FROM action ORDER BY id") {
            Action(
                id: $0["id"], key: $0["key"], kind: $0["kind"], state: $0["state"],
                line: $0["line"], message: $0["message"], channel: $0["channel"],
                origin: $0["origin"], attempts: $0["attempts"], result: $0["result"] ?? "")
        }
        ledger = try all("SELECT * FROM ledger ORDER BY id") {
            Entry(
                line: $0["line"], action: $0["action"], kind: $0["kind"], amount: $0["amount"])
        }
        runs = try all("SELECT * FROM run ORDER BY id") {
            Run(
                script: $0["script"], handler: $0["handler"], message: $0["message"],
                outcome: $0["outcome"])
        }
        linesByProviderID = Dictionary(
            try all("SELECT provider_id, line FROM line_provider_id") {
                ($0["provider_id"] as String, $0["line"] as Int64)
            }, uniquingKeysWith: { $1 })
        memory = Dictionary(
            try all("SELECT script, key, value FROM memory") {
                ("\($0["script"] as String).\($0["key"] as String)", $0["value"] as String)
            }, uniquingKeysWith: { $1 })
        timers = try all("SELECT name FROM timer") { $0["name"] }
        told = try all("SELECT payload FROM event WHERE payload IS NOT NULL") { row in
            (row["payload"] as String).contains("\"action\":") ? "action" : "line"
        }
        untold =
            try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM event WHERE for_scripts = 1") ?? 0
    }

    var figures: Comparison.Figures {
        Comparison.Figures(
            messages: messages.count, lines: lines.count, money: ledger.count,
            forwards: forwards.count, decisions: runs.count)
    }

    var forwards: [Action] { actions.filter { $0.kind == "forward" } }

    func integrity(_ database: Database) throws -> [String] {
        let told = try String.fetchAll(database, sql: "PRAGMA integrity_check")
        let broken = told == ["ok"] ? [] : told.map { "the database is damaged: \($0)" }
        let loose = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
        return broken + loose.map { "a row refers to nothing: \($0)" }
    }

    /// Work that is still open, unsettled or unreported.
    func unsettled() -> [String] {
        let open = actions.filter { ["pending", "running", "doubt"].contains($0.state) }.map {
            "\($0.kind) \($0.id) of \($0.origin) is still \($0.state): \($0.result)"
        }
        let doubts = lines.filter { $0.isInDoubt || $0.state == "ordering" }.map {
            "line \($0.id) is still \($0.isInDoubt ? "in doubt" : $0.state)"
        }
        let unhandled = messages.filter { $0.state == "stored" }.map {
            "message \($0.id) was not handled"
        }
        let waiting = timers.map { "timer \($0) still waits" }
        return open + doubts + unhandled + waiting
            + (untold == 0 ? [] : ["scripts are still to be told of \(untold) events"])
    }
}
