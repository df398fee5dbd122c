import Synchronization

/// Takes each file of the spool once: by the round that finds it, or by the program that has just
/// written it. Both are told the same.
final class TakenFiles: Sendable {
    /// Nobody asks about older ones.
    private static let most = 64

    private let turns = Turns()
    private let latest = Mutex<[(name: String, outcome: InboundService.Outcome)]>([])

    func once(
        _ name: String, _ store: () async -> InboundService.Outcome
    ) async -> InboundService.Outcome {
        await turns.take {
            if let known = latest.withLock({ $0.last { $0.name == name } }) { return known.outcome }
            let outcome = await store()
            guard case .stored = outcome else { return outcome }
            latest.withLock { latest in
                latest.append((name, outcome))
                if latest.count > Self.most { latest.removeFirst() }
            }
            return outcome
        }
    }
}
