import Foundation
import Testing
import TestSupport

/// The console at a real terminal: Ctrl-C where lines are not edited, and the end of the terminal.
@Suite("Terminals", .serialized, .timeLimit(.minutes(20)))
struct TerminalTests {
    /// Less than the 45 seconds that a paid call may take, with a margin for a machine under load.
    private static let seconds = 40.0

    private func files(_ stage: Stage) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: stage.home + "/data")
            .filter { $0.hasPrefix("linekeeper.db") }
    }

    private func console(_ stage: Stage, as kind: String = "xterm") async throws -> PseudoTerminal {
        let console = try PseudoTerminal(
            ["--home", stage.home], environment: ["E2E_KEY": stage.key, "TERM": kind])
        try await eventually("the prompt is there") { console.text.contains("linekeeper> ") }
        return console
    }

    /// The manager's process, which leads the terminal's session.
    private func process(of stage: Stage) throws -> Int32 {
        let text = try String(contentsOfFile: stage.home + "/data/linekeeper.lock", encoding: .utf8)
        return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    @Test(arguments: ["xterm", "dumb"])
    func `one that goes ends the manager in it, in order`(kind: String) async throws {
        let stage = try await Stage()
        let console = try await console(stage, as: kind)
        console.type("rent 2 7 --yes\n")
        try await eventually("it is rented") { console.text.contains("line     1") }
        console.type("code 1 --wait 5m\n")
        console.hangUp()
        #expect(await console.end(within: Self.seconds) == 0)
        #expect(try files(stage) == ["linekeeper.db"])
    }

    @Test func `one that goes during a paid call takes nothing from that`() async throws {
        let stage = try await Stage()
        let console = try await console(stage)
        try await stage.control(
            "faults",
            ["provider": "smspool", "endpoint": "purchase/sms", "kind": "slow", "count": 1])
        console.type("order WhatsApp GB --yes\n")
        try await eventually("it was bought") {
            let ledger = try #require(try await stage.control("ledger") as? [[String: Any]])
            return ledger.contains { $0["kind"] as? String == "charge" }
        }
        let manager = try process(of: stage)
        console.hangUp()
        // A shell that ends also signals the processes it started.
        kill(manager, SIGHUP)
        #expect(await console.end(within: Self.seconds) == 0)
        let next = try await stage.manager()
        #expect(try await stage.list("actions").map { $0["state"] as? String } == ["done"])
        #expect(await next.stopped() == 0)
    }

    @Test(arguments: ["xterm", "dumb"])
    func `Ctrl-C drops the line, or ends the command that runs`(kind: String) async throws {
        let stage = try await Stage()
        let console = try await console(stage, as: kind)
        console.type("nonsense\u{3}")
        try await eventually("there is a new prompt") {
            console.text.components(separatedBy: "linekeeper> ").count > 2
        }
        // Sent as one if the terminal keeps earlier input: the key then arrives before the command
        // has begun.
        let wait = "code 1 --wait 5m\n"
        for keys in kind == "dumb" ? [wait, "\u{3}"] : [wait + "\u{3}"] { console.type(keys) }
        try await eventually("there is a prompt once more") {
            console.text.components(separatedBy: "linekeeper> ").count > 3
        }
        console.type("balance\n")
        try await eventually("the next command ran") { console.text.contains("100.00 USD") }
        #expect(!console.text.contains("There is no command"))
        // The same signal from outside.
        kill(try process(of: stage), SIGINT)
        console.type("quit\n")
        #expect(await console.end(within: Self.seconds) == 0)
        #expect(try files(stage) == ["linekeeper.db"])
    }

    @Test(arguments: [SIGTERM, SIGQUIT])
    func `one is given back as it was found by a console that is told to end`(
        signal: Int32
    ) async throws {
        let stage = try await Stage()
        // With a manager of its own, and attached to another.
        let own = try await console(stage)
        kill(try process(of: stage), signal)
        #expect(await own.end(within: Self.seconds) == 0)
        #expect(own.isAsFound)
        let manager = try await stage.manager()
        let attached = try await console(stage)
        kill(try #require(attached.processID), signal)
        #expect(await attached.end(within: Self.seconds) == 0)
        #expect(attached.isAsFound)
        #expect(try await stage.run("lines").code == 0)
        #expect(await manager.stopped() == 0)
    }
}
