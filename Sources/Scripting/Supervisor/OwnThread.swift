import Glibc
import Synchronization

/// A thread for a single actor.
///
/// Waiting for a child process blocks in `poll`, which must not happen on the threads that tasks
/// share. The kernel also ties a child's death signal to the thread that spawned it, so the thread
/// must live as long as the child may.
final class OwnThread: SerialExecutor {
    private let queue = Mutex(Queue())
    // Created before the thread and freed by it after the last post; semaphores are made for
    // sharing.
    private nonisolated(unsafe) let wake: UnsafeMutablePointer<sem_t>

    private struct Queue {
        var jobs: [UnownedJob] = []
        var isEnding = false
    }

    init() {
        wake = .allocate(capacity: 1)
        sem_init(wake, 0, 0)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let failed = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<OwnThread>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            }, context)
        precondition(failed == 0, "no thread is available for the script worker")
        pthread_detach(thread)
    }

    deinit {
        sem_destroy(wake)
        wake.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
        sem_post(wake)
    }

    /// Ends the thread once all queued jobs have run.
    func end() {
        queue.withLock { $0.isEnding = true }
        sem_post(wake)
    }

    private func serve() {
        let executor = asUnownedSerialExecutor()
        while true {
            while sem_wait(wake) != 0 {}
            let (jobs, isEnding) = queue.withLock { queue in
                defer { queue.jobs = [] }
                return (queue.jobs, queue.isEnding)
            }
            for job in jobs { job.runSynchronously(on: executor) }
            if jobs.isEmpty, isEnding { return }
        }
    }
}
