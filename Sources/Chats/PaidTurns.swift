import ServiceLifecycle
import Synchronization
import Transport

/// Lets only one command for money of a person run in a chat at a time, where questions are answered by a
/// line: a yes would not say which of two it is for.
final class PaidTurns: Sendable {
    private let taken = Mutex<Set<[String]>>([])

    /// Waits until none runs.
    ///
    /// - Returns: whether it is this command's turn; not if the manager ends first.
    func wait(for place: ChatTerminal.Place, in world: World) async -> Bool {
        let key = [place.chat, place.sender]
        while !taken.withLock({ $0.insert(key).inserted }) {
            if Task.isCancelled || Task.isShuttingDownGracefully { return false }
            try? await world.sleep(.milliseconds(50))
        }
        return true
    }

    func end(for place: ChatTerminal.Place) {
        taken.withLock { _ = $0.remove([place.chat, place.sender]) }
    }
}
