import Accounts
import Keeping
import Lines
import Logging
import Providers
import Storage
import Transport

/// Carries out an account's work, one call at a time. An account has several lanes, so that a slow
/// answer does not hold up the rest.
struct AccountLane: Sendable {
    let keeper: Keeper
    let name: String
    let provider: any Provider
    let signal: WakeSignal
    let world: World
    let logger: Logger

    /// Works until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            var isResting = false
            while !Task.isCancelled {
                do {
                    guard let unsaved = try await step(&isResting) else { continue }
                    // Receiving must go on, however long the disk takes to have room again.
                    group.addTask { await write(unsaved) }
                } catch let error as StoreError {
                    // Nothing is done that cannot be recorded. The disk may have room again in a
                    // moment.
                    logger.log(
                        level: error.isTrouble ? .debug : .error, "store failed",
                        metadata: ["reason": "\(error)"])
                    try? await world.sleep(.seconds(5))
                } catch is CancellationError where Task.isCancelled {
                    // The manager ends: the interrupted answer is read again after a start.
                    break
                } catch {
                    logger.error("lane failed", metadata: ["reason": "\(error)"])
                    try? await world.sleep(.seconds(1))
                }
            }
            group.cancelAll()
        }
    }

    /// Does due work, or waits until there is some.
    ///
    /// - Returns: an outcome that could not be written.
    private func step(_ isResting: inout Bool) async throws -> UnsavedOutcome? {
        let seen = signal.count
        let work = try await keeper.nextWork(for: name, isResting: isResting)
        isResting = false
        switch work {
        case .idle(let until):
            isResting = true
            let pause = max(.milliseconds(20), until - world.now())
            await signal.wait(since: seen, atMost: pause, in: world)
        case .action(let action, let line):
            return try await perform(action, line)
        case .look(let line):
            try await look(at: line)
        case .refresh(let line):
            try await releasing(line.id) {
                guard let id = line.providerID else { return true }
                return try await lookAtRental(line, id, asksMessages: false)
            }
        case .read(let line):
            try await releasing(line.id) {
                guard let id = line.providerID else { return true }
                return try await read(line, id)
            }
        case .poll: try await poll()
        case .list: try await list()
        case .balance:
            let balance = await call { () async throws(ProviderError) in
                try await provider.balance()
            }
            await keeper.noteBalance(balance.value, on: name)
        }
        return nil
    }

    /// Releases the line however `body` ends; false from `body` means that the provider did not
    /// answer.
    func releasing(_ id: Line.ID, _ body: () async throws -> Bool) async throws {
        let answered: Bool
        do {
            answered = try await body()
        } catch {
            try? await keeper.release(id, failed: true)
            throw error
        }
        try await keeper.release(id, failed: !answered)
    }

    /// Makes the one call of an action that costs or returns money.
    func outcome<Value: Sendable>(
        _ success: (Value) -> ActionOutcome,
        _ body: () async throws(ProviderError) -> Answer<Value>
    ) async throws -> ActionOutcome {
        guard await keeper.beginPaidCall() else {
            return .unready("Not sent to the provider: the manager is stopping.")
        }
        let result = await call(body)
        await keeper.endPaidCall()
        return switch result {
        case .success(let value): success(value)
        case .failure(let error): .failed(error)
        }
    }

    /// Makes one call and tells the keeper how it went.
    func call<Value: Sendable>(
        _ body: () async throws(ProviderError) -> Answer<Value>
    ) async -> Result<Value, ProviderError> {
        // Work that takes several calls may run into a pause requested by the provider.
        if let pause = await keeper.pause(of: name) {
            return .failure(.rateLimited(retryAfter: pause))
        }
        let result: Result<Answer<Value>, ProviderError>
        do throws(ProviderError) {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let answer):
            if answer.requests > 1 {
                await keeper.owe(answer.requests - 1, on: name, for: .looks)
            }
            await keeper.noteCall(
                on: name, providerTime: answer.providerTime, allowance: answer.allowance,
                isPublic: answer.isPublic, error: nil)
            return .success(answer.value)
        case .failure(let error):
            if case .unrecognised(let reply) = error {
                logger.warning(
                    "unrecognised reply",
                    metadata: [
                        "account": "\(name)", "operation": "\(reply.operation)",
                        "status": "\(reply.status)", "reply": "\(reply.excerpt)",
                    ])
            }
            await keeper.noteCall(on: name, providerTime: nil, error: error)
            return .failure(error)
        }
    }
}

extension Result {
    var value: Success? { try? get() }

    var error: Failure? { if case .failure(let error) = self { error } else { nil } }
}
