import Accounts
import Keeping
import Lines
import Logging
import Providers
import Transport

/// Carries out actions and reports each outcome to the keeper.
extension AccountLane {
    /// The outcome of an action that could not be written.
    struct UnsavedOutcome: Sendable {
        let action: Action.ID
        let line: Line.ID?
        let outcome: ActionOutcome
    }

    /// - Returns: the outcome if it could not be written; the line stays busy until it is.
    func perform(_ action: OpenAction, _ line: Line?) async throws -> UnsavedOutcome? {
        let outcome = await outcome(of: action, on: line)
        await keeper.expectComparison(of: action.id)
        do {
            try await keeper.recordOutcome(of: action.id, outcome)
            await compare(action)
        } catch {
            await keeper.endComparison(action.id)
            logger.error("outcome not written yet", metadata: ["reason": "\(error)"])
            return UnsavedOutcome(action: action.id, line: line?.id, outcome: outcome)
        }
        if let line { try await keeper.release(line.id) }
        return nil
    }

    /// Finds out what a call took, in order to book it. Whatever the result, the call is over.
    private func compare(_ action: OpenAction) async {
        if await keeper.awaitsComparison(action.id) {
            do {
                // The question may get no answer, or one older than the call.
                if try await !isCompared(action) {
                    try? await world.sleep(Self.followingTime)
                    _ = try await isCompared(action)
                }
            } catch {
                logger.error(
                    "charge could not be recorded", metadata: ["reason": "\(error)"])
            }
        }
        await keeper.endComparison(action.id)
    }

    /// How long a balance may lag behind a call while somebody waits for it.
    private static let followingTime = Duration.seconds(2)

    private func isCompared(_ action: OpenAction) async throws -> Bool {
        await keeper.owe(1, on: name)
        let balance = await call { () async throws(ProviderError) in try await provider.balance() }
        guard let balance = balance.value else { return false }
        return try await keeper.compare(action.id, with: balance)
    }

    private func outcome(of action: OpenAction, on line: Line?) async -> ActionOutcome {
        guard let line else { return .declined("Its line no longer exists.") }
        do {
            return try await carryOut(action, on: line)
        } catch {
            // A fact needed before the call could not be written, so the call was not made.
            return .unready("\(error)")
        }
    }

    static let noBalance =
        "Nothing was bought: the balance could not be read first, and without it a lost answer "
        + "could not be settled."

    /// False if the balance was required and could not be read.
    @discardableResult
    func noteBalance(before action: OpenAction) async throws -> Bool {
        let isNeeded =
            action.kind.isPurchase
            && action.kind.isToldByBalance(by: provider.capabilities)
        guard await keeper.isToBeCompared(action) else { return !isNeeded }
        let deadline = world.uptime() + .minutes(1)
        while isNeeded, await !keeper.isAlone(action.id, on: name) {
            guard world.uptime() < deadline, !Task.isCancelled else { return false }
            try? await world.sleep(.milliseconds(100))
        }
        await keeper.owe(1, on: name)
        let balance = await call { () async throws(ProviderError) in try await provider.balance() }
        guard let balance = balance.value else { return !isNeeded }
        try await keeper.note(balance: balance, before: action.id)
        return true
    }

    /// Writes an outcome, however long the disk takes to have room again: a paid call must not be
    /// forgotten because the first write failed. If the manager ends first, the action is still
    /// marked as running on disk, and becomes a doubt at the next start.
    func write(_ unsaved: UnsavedOutcome) async {
        while !Task.isCancelled {
            try? await world.sleep(.seconds(1))
            do {
                try await keeper.recordOutcome(of: unsaved.action, unsaved.outcome)
                break
            } catch {
                logger.debug("outcome still not written", metadata: ["reason": "\(error)"])
            }
        }
        if let line = unsaved.line { try? await keeper.release(line) }
    }
}
