import Lines
import Logging
import Providers
import Storage
import Transport

/// Carries out an account's work, one thing at a time; an account has several lanes, so that a slow
/// answer does not hold up the rest.
struct AccountLane: Sendable {
    let keeper: Keeper
    let name: String
    let provider: any Provider
    let bell: Doorbell
    let world: World
    let logger: Logger

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let seen = bell.rings
            do {
                switch try await keeper.nextWork(for: name) {
                case .rest(let until):
                    let pause = max(.milliseconds(20), until - world.now())
                    await bell.wait(since: seen, atMost: pause, in: world)
                case .action(let action, let line):
                    try await perform(action, line)
                case .look(let line):
                    try await look(at: line)
                case .poll: try await poll()
                case .list: try await list()
                case .balance:
                    let balance = try await call { () async throws(ProviderError) in
                        try await provider.balance()
                    }
                    await keeper.noteBalance(balance.value, on: name)
                }
            } catch let error as StoreError {
                // What cannot be written is not done. The disk may have room again in a moment.
                logger.error("store failed", metadata: ["reason": "\(error)"])
                try? await world.sleep(.seconds(5))
            } catch {
                logger.error("lane failed", metadata: ["reason": "\(error)"])
                try? await world.sleep(.seconds(1))
            }
        }
    }

    /// Gives the line back however `body` ends; false from it means that the provider did not answer.
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

    func outcome<Value: Sendable>(
        _ success: (Value) -> ActionOutcome,
        _ body: () async throws(ProviderError) -> Answer<Value>
    ) async throws -> ActionOutcome {
        switch try await call(body) {
        case .success(let value): success(value)
        case .failure(let error): .failed(error)
        }
    }

    /// Makes one call and tells the keeper how the account took it.
    func call<Value: Sendable>(
        _ body: () async throws(ProviderError) -> Answer<Value>
    ) async throws -> Result<Value, ProviderError> {
        let result: Result<Answer<Value>, ProviderError>
        do throws(ProviderError) {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let answer):
            await keeper.noteCall(on: name, providerTime: answer.providerTime, error: nil)
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
    /// The value, or nil.
    var value: Success? { try? get() }
}
