import Foundation
import Scripting
import Synchronization

/// What the contenders share on this machine.
struct WaitingPlace: Sendable {
    static let script = "10-tag.lua"
    static let source = "function on_message(message) keeper.tag(\"seen\") end"

    /// The built program, as script worker.
    var binary: String
    /// Where the script is.
    var folder: String
    /// How long all of it may take, in the machine's own time.
    var longest: Duration
    let interruption = Interruption()

    /// In the machine's own time, which must not decide what happens here.
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

/// Tells threads, which are not tasks, that nobody waits for them any more.
final class Interruption: Sendable {
    private let state = Mutex(false)

    var hasCome: Bool { state.withLock { $0 } }

    func come() { state.withLock { $0 = true } }

    /// Runs the body on a thread of its own: virtual time keeps to the one it was made on.
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
