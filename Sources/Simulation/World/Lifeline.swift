import GRDB
import Lines
import Transport
import VirtualTime

/// What ties one run of the manager to its world: cut, and nothing it does has any effect.
///
/// A crash is this and no more. What still runs finds that its writes fail, its calls are lost and
/// its sleeps end at once, as if it had not run; the disk is as the last commit left it.
final class Lifeline: @unchecked Sendable {
    private let steps: Steps
    private(set) var isCut = false
    /// Commits until it is cut by itself, and whether that commit is still made.
    private var fuse: (commits: Int, isLastMade: Bool)?
    /// Commits made so far.
    private(set) var commits: UInt64 = 0

    init(steps: Steps) {
        self.steps = steps
    }

    func cut() { isCut = true }

    /// Cuts it at the given commit from now on: just before it, or just after.
    func cut(atCommit number: Int, afterIt: Bool) { fuse = (number, afterIt) }

    func sleep(_ duration: Duration) async throws {
        guard !isCut else { throw CancellationError() }
        try await steps.sleep(duration)
        guard !isCut else { throw CancellationError() }
    }
}

/// The disk at the moment of a crash: a commit is made or is not, and none is made afterwards.
extension Lifeline: TransactionObserver {
    /// The machine lost its power.
    struct PowerLost: Error {}

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

    func databaseDidChange(with event: DatabaseEvent) {}

    func databaseWillCommit() throws {
        guard !isCut else { throw PowerLost() }
        guard let fuse else { return }
        self.fuse = (fuse.commits - 1, fuse.isLastMade)
        guard fuse.commits <= 1, !fuse.isLastMade else { return }
        isCut = true
        throw PowerLost()
    }

    func databaseDidCommit(_ database: Database) {
        commits += 1
        if let fuse, fuse.commits <= 0, fuse.isLastMade { isCut = true }
    }

    func databaseDidRollback(_ database: Database) {}
}
