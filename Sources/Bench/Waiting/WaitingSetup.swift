import Foundation
import Scripting
import Synchronization

/// Resources on this machine shared by the contenders.
struct WaitingSetup: Sendable {
    static let script = "10-tag.lua"
    static let source = "function on_message(message) keeper.tag(\"seen\") end"

    /// The built program, as script worker.
    var binary: String
    /// The folder of the script.
    var folder: String
    /// The time limit for everything, in the machine's own time.
    var longest: Duration
    let interruption = Interruption()

    /// In the machine's own time, which must not influence the results.
    var limits: ScriptLimits {
        var limits = ScriptLimits()
        limits.soft = .seconds(20)
        limits.hard = .seconds(30)
        return limits
    }

    func prepare() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Self.source.write(
            toFile: folder + "/" + Self.script, atomically: false, encoding: .utf8)
    }
}

/// Tells threads, which are not tasks, that nobody is waiting for them any more.
final class Interruption: Sendable {
    private let state = Mutex(false)

    var hasCome: Bool { state.withLock { $0 } }

    func come() { state.withLock { $0 = true } }

    /// Runs the body on a thread of its own: virtual time stays on the thread it was created on.
    func threading<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let thread = Thread { continuation.resume(with: Result(catching: body)) }
                thread.stackSize = 8 << 20
                thread.start()
            }
        } onCancel: {
            come()
        }
    }
}
