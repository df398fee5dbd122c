import Accounts
import Keeping
import Lines
import Running
import Scripting
import Storage
import Transport

/// What failed, and is tried again or given up for good.
extension ControlHandler {
    /// How many forwards are written in one transaction.
    private static let batch = 200

    func retry(_ request: RetryActions) async throws -> Done {
        guard try await keeper.retry(request.id) else {
            let action = try await keeper.action(request.id)
            throw ControlFailure(
                .failed,
                action.state == .failed
                    ? "A refused purchase cannot be retried. Order again."
                    : "Action \(request.id) is \(action.state.rawValue); only failed ones can be "
                        + "retried.")
        }
        return Done("Retrying action \(request.id).")
    }

    func count(_ request: CountFailed) async throws -> FailedCount {
        let found = try keeper.store.count(try await dead(request.forwards))
        return FailedCount(count: found.count, last: found.last)
    }

    func retry(_ request: RetryFailed) async throws -> Done {
        let (count, left) = try await all(request.forwards) { dead in
            try await keeper.retry(dead, most: Self.batch)
        }
        let rest =
            left == 0
            ? "" : " \(left) stay failed: their channel is no longer in config.lua."
        guard count > 0 else { return Done("There are no failed forwards to retry." + rest) }
        return Done("Retrying \(counted(count, "forward"))." + rest)
    }

    func drop(_ request: DropFailed) async throws -> Done {
        let (count, _) = try await all(request.forwards) { dead in
            try await keeper.drop(dead, most: Self.batch)
        }
        guard count > 0 else { return Done("There are no failed forwards to drop.") }
        return Done("Dropped \(counted(count, "failed forward")).")
    }

    /// Part by part, so that none of them holds up receipt. What fails again meanwhile has its turn
    /// behind it.
    private func all(
        _ forwards: FailedForwards, _ body: (DeadForwards) async throws -> Keeper.DeadPart
    ) async throws -> (count: Int, left: Int) {
        var dead = try await dead(forwards)
        dead.upTo = try dead.upTo ?? keeper.store.count(dead).last
        var (count, left) = (0, 0)
        while let last = dead.upTo, dead.after < last {
            let part = try await body(dead)
            guard let done = part.last else { break }
            count += part.count
            left += part.left
            dead.after = done
        }
        return (count, left)
    }

    private func dead(_ forwards: FailedForwards) async throws -> DeadForwards {
        var dead = DeadForwards()
        dead.channel = forwards.channel
        if let line = forwards.line { dead.line = try await lineWithHistory(line) }
        dead.since = forwards.sinceSeconds.map { keeper.world.now() - .seconds(max($0, 0)) }
        dead.upTo = forwards.upTo
        guard let script = forwards.script else { return dead }
        let known = await keeperService.scripts.statuses().map(\.name)
        // One that is gone has left its forwards.
        let name = ScriptName(script)
        dead.script = name.found(in: known) ?? name.file
        return dead
    }
}
