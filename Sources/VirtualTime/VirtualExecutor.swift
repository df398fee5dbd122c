import Glibc
import Lines

/// Runs all jobs of one life on the thread that created it, one at a time, and advances time only
/// when nothing is left to do at the present moment.
///
/// Tasks and default actors that prefer it as their executor run nowhere else, so nothing is
/// concurrent. The seed decides which of the runnable jobs is next, a choice that a thread pool
/// would make at random. A step is a moment at which something ran.
package final class VirtualExecutor: TaskExecutor, @unchecked Sendable {
    private struct Job {
        var job: UnownedJob
        /// For an actor that uses this as its own executor.
        var isActors: Bool
    }

    private let chance: Chance
    private let thread = pthread_self()
    private var ready: [Job] = []
    private var sleepers: [UInt64: UnsafeContinuation<Void, any Error>] = [:]
    private var alarms = Alarms()
    private var nextTicket: UInt64 = 0
    /// For the one actor that must run here and names an executor of its own.
    package private(set) lazy var forActors = VirtualActorExecutor(self)

    /// Monotonic time.
    package private(set) var uptime = Duration.zero
    /// The number of moments at which something ran.
    package private(set) var count: UInt64 = 0
    /// The number of jobs run.
    package private(set) var jobs: UInt64 = 0

    package init(chance: Chance) {
        self.chance = chance
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        enqueue(UnownedJob(job), isActors: false)
    }

    fileprivate func enqueue(_ job: UnownedJob, isActors: Bool) {
        precondition(
            pthread_equal(thread, pthread_self()) != 0, "a job of a simulated life left its thread")
        ready.append(Job(job: job, isActors: isActors))
    }

    /// Suspends until this much virtual time has passed.
    package func sleep(_ duration: Duration) async throws {
        nextTicket += 1
        let ticket = nextTicket
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation {
                (continuation: UnsafeContinuation<Void, any Error>) in
                guard !Task.isCancelled else {
                    return continuation.resume(throwing: CancellationError())
                }
                sleepers[ticket] = continuation
                alarms.set(ticket, at: uptime + max(.zero, duration))
            }
        } onCancel: {
            sleepers.removeValue(forKey: ticket)?.resume(throwing: CancellationError())
        }
    }

    /// Runs all runnable jobs, or until `isOver`; false if they do not end within `limit`.
    package func settle(atMost limit: Int = 2_000_000, until isOver: () -> Bool = { false }) -> Bool
    {
        let executor = forActors.asUnownedSerialExecutor()
        var ran = 0
        while !ready.isEmpty {
            // Usually the first: complete disorder would hardly ever let two tasks meet in order.
            let index = chance.happens(0.8) ? 0 : chance.below(ready.count)
            let next = ready.remove(at: index)
            if next.isActors {
                next.job.runSynchronously(on: executor)
            } else {
                next.job.runSynchronously(on: asUnownedTaskExecutor())
            }
            ran += 1
            jobs += 1
            if ran > limit { return false }
            if isOver() { break }
        }
        if ran > 0 { count += 1 }
        return true
    }

    /// Advances time to the next alarm that is still awaited and fires it; false, with the time at
    /// `end`, if there is none before.
    package func advance(to end: Duration) -> Bool {
        while let alarm = alarms.first, alarm.at <= end {
            alarms.removeFirst()
            guard let sleeper = sleepers.removeValue(forKey: alarm.ticket) else { continue }
            uptime = max(uptime, alarm.at)
            sleeper.resume()
            return true
        }
        uptime = max(uptime, end)
        return false
    }
}

/// The same executor for an actor that names its own.
package final class VirtualActorExecutor: SerialExecutor {
    private unowned let executor: VirtualExecutor

    init(_ executor: VirtualExecutor) {
        self.executor = executor
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        executor.enqueue(UnownedJob(job), isActors: true)
    }
}

/// Tickets in order of time; equal times in the order in which they were set.
private struct Alarms {
    private struct Entry {
        var at: Duration
        var ticket: UInt64
    }

    private var heap: [Entry] = []

    var first: (at: Duration, ticket: UInt64)? { heap.first.map { ($0.at, $0.ticket) } }

    mutating func set(_ ticket: UInt64, at time: Duration) {
        heap.append(Entry(at: time, ticket: ticket))
        var child = heap.count - 1
        while child > 0, precedes(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && precedes(child, least) {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].ticket) < (heap[right].at, heap[right].ticket)
    }
}
