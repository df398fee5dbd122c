import GRDB
import Lines
import Transport
import VirtualTime

/// Ends one run of the manager as a crash does: after that, nothing the run does has any effect.
///
/// A crash is nothing else. Code that still runs finds that its writes fail, its calls are lost and
/// its sleeps end at once, as if it had not run; the disk is as the last commit left it.
final class CrashSwitch: @unchecked Sendable {
    private let executor: VirtualExecutor
    private(set) var hasCrashed = false
    /// The number of commits until it crashes automatically, and whether the last of them is made.
    private var fuse: (commits: Int, isLastMade: Bool)?
    /// The number of commits made.
    private(set) var commits: UInt64 = 0

    init(executor: VirtualExecutor) {
        self.executor = executor
    }

    func crash() { hasCrashed = true }

    /// Crashes it at the given commit from now: just before it, or just after.
    func crash(atCommit number: Int, afterIt: Bool) { fuse = (number, afterIt) }

    func sleep(_ duration: Duration) async throws {
        guard !hasCrashed else { throw CancellationError() }
        try await executor.sleep(duration)
        guard !hasCrashed else { throw CancellationError() }
    }
}

/// The disk at the moment of a crash: a commit is made or not, and none is made afterwards.
extension CrashSwitch: TransactionObserver {
    /// A power failure of the machine.
    struct PowerLost: Error {}

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

    func databaseDidChange(with event: DatabaseEvent) {}

    func databaseWillCommit() throws {
        guard !hasCrashed else { throw PowerLost() }
        guard let fuse else { return }
        self.fuse = (fuse.commits - 1, fuse.isLastMade)
        guard fuse.commits <= 1, !fuse.isLastMade else { return }
        hasCrashed = true
        throw PowerLost()
    }

    func databaseDidCommit(_ database: Database) {
        commits += 1
        if let fuse, fuse.commits <= 0, fuse.isLastMade { hasCrashed = true }
    }

    func databaseDidRollback(_ database: Database) {}
}
