package import Lines
package import Providers
import Transport

/// How an account's provider has been answering, and how long routine calls hold back because of it.
package struct AccountHealth: Equatable, Sendable {
    package enum State: String, Sendable {
        case unknown, ok, unreachable, refused, failing
    }

    package private(set) var state = State.unknown
    package private(set) var lastError: String?
    package private(set) var holdUntil: Instant?
    private var failures = 0

    package init() {}

    /// Takes in how a call ended; true when the state changed and somebody should be told.
    package mutating func note(_ error: ProviderError?, at now: Instant) -> Bool {
        let before = state
        guard let error, let trouble = Self.trouble(error) else {
            failures = 0
            holdUntil = nil
            state = .ok
            lastError = nil
            return before != .ok && before != .unknown
        }
        failures = min(failures + 1, 16)
        // 1, 2, 4 ... 60 s: an outage costs few requests, and its end is noticed within a minute.
        let pause = trouble == .refused ? 60 : min(60, 1 << min(failures - 1, 6))
        holdUntil = now + .seconds(pause)
        lastError = error.description
        state = trouble
        return before != trouble
    }

    /// Refusals of a single request say nothing about the account.
    private static func trouble(_ error: ProviderError) -> State? {
        switch error {
        case .wrongKey: .refused
        case .transport(.cancelled): nil
        case .transport: .unreachable
        case .blocked, .providerFailed: .failing
        default: nil
        }
    }
}
