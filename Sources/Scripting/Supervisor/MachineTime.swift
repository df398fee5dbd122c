import Glibc

/// The machine's own clock, for waiting on a child process.
///
/// A hanging script hangs in real time even if a simulation runs through months in seconds, so the
/// world's clock is the wrong one here, and only here.
enum MachineTime {
    static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
