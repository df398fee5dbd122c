import Foundation
import Synchronization

/// Work of a C library that blocks, on a thread of its own: the pool that tasks share stays free.
///
/// The library keeps the time limit; this only passes on that nobody waits any more.
final class BlockingWork: Sendable {
    private let stop = Atomic(false)

    /// Whether the task that waits was cancelled.
    var isStopped: Bool { stop.load(ordering: .relaxed) }

    /// - Parameter work: calls its second argument exactly once, and may then still clean up.
    static func run<Answer: Sendable>(
        _ work: @escaping @Sendable (BlockingWork, (Answer) -> Void) -> Void
    ) async -> Answer {
        let own = BlockingWork()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    // OpenSSL writes to connections that may be closed.
                    SpawnedProgram.blockBrokenPipeSignal()
                    work(own) { continuation.resume(returning: $0) }
                }
            }
        } onCancel: {
            own.stop.store(true, ordering: .relaxed)
        }
    }
}
