import Glibc
import Lines
import Synchronization
import TestSupport
import Transport

@testable import Scripting

/// The setting of script tests: the built program as a worker, and a message.
enum Stage {
    static let program = BuiltProgram.path

    static let noon = Instant(milliseconds: 1_769_947_200_000)

    /// Limits that keep the hostile suite short, and leave a worker time to stop a script on a busy machine.
    static var strict: ScriptLimits {
        var limits = patient
        limits.soft = .milliseconds(200)
        limits.hard = .seconds(20)
        return limits
    }

    /// A test that shares the machine with others answers late.
    static var patient: ScriptLimits {
        var limits = ScriptLimits()
        limits.asking = .seconds(30)
        limits.hard = .seconds(10)
        return limits
    }

    static func worker(_ limits: ScriptLimits = patient) -> ScriptWorker {
        ScriptWorker(executable: program, limits: limits)
    }

    static let nobody: ScriptAnswering = { _ in .failure(ScriptQueryError("nobody asked")) }

    static func message(_ text: String, sender: String = "MYBANK", id: Int64 = 1) -> HandlerCall {
        HandlerCall(
            .onMessage,
            [
                [
                    "id": .integer(id), "sender": .string(sender), "text": .string(text),
                    "stored_at": 1_769_947_200, "first": false, "tags": [],
                    "line": ["id": 7, "label": "work", "kind": "rental"],
                ]
            ])
    }

    /// A world whose time stands still at noon.
    static let world = World(
        now: { noon }, uptime: { .zero }, sleep: { _ in }, random: { _ in 0 }, identifier: { "0" })

    /// Runs a handler of a script that is loaded only for this.
    static func run(
        _ source: String, _ call: HandlerCall = message("hello"),
        environment: ScriptEnvironment = ScriptEnvironment(),
        answering: @escaping ScriptAnswering = nobody
    ) async throws -> RunReport {
        let worker = worker()
        await worker.setEnvironment(environment)
        _ = try await worker.load("10-test.lua", source: source, now: noon).get()
        return await worker.run("10-test.lua", call, now: noon, answering: answering)
    }

    /// The error of one line in `on_message`, which is line 2.
    static func complaint(
        _ line: String, environment: ScriptEnvironment = ScriptEnvironment()
    ) async throws -> String? {
        let source = "function on_message(message)\n\(line)\nend\nfunction on_timer() end"
        return try await run(source, environment: environment).failure?.message
    }
}

extension Stage {
    /// Something that happens once.
    final class Flag: Sendable {
        private let isUp = Mutex(false)

        /// True the first time.
        func raise() -> Bool {
            isUp.withLock { isUp in
                defer { isUp = true }
                return !isUp
            }
        }
    }
}
