package import Lines
package import Providers
import Transport

/// How an account's provider has been answering, and how long routine calls pause because of it.
package struct AccountHealth: Equatable, Sendable {
    package enum State: String, Sendable {
        case unknown, ok, unreachable, refused, failing
        /// Nobody has answered for so long that nothing is promised for its lines any more.
        case gone
    }

    /// The shortest time between two reports of the same state, so that a provider that fails every
    /// other call is not reported each time.
    private static let quiet = Duration.minutes(10)

    package private(set) var state = State.unknown
    package private(set) var lastError: String?
    package private(set) var holdUntil: Instant?
    /// Since when nobody has answered at all; nil while somebody does.
    package private(set) var silence: Silence?
    private var failures = 0
    /// Evidence against the answers being the provider's, since the last one that was understood.
    private var strangeness = 0
    /// Three answers in a row that are unintelligible or too long to read, or ten that only ask to
    /// slow down. If such answers come between good ones, the call is to blame and not the account.
    private static let strange = 30
    /// Whether the last call that needs the key was accepted; nil before the first one.
    private var isKeyGood: Bool?
    /// The error with which the key was refused.
    private var keyError: String?
    /// The last reported state, and when each state was last reported.
    private var told = State.ok
    private var toldAt: [State: Instant] = [:]

    /// - Parameters:
    ///   - silence: the silence stored by the previous run.
    ///   - isAsked: whether there is a provider that can fail.
    package init(silence: Silence? = nil, isAsked: Bool = true) {
        self.silence = silence
        if !isAsked { state = .ok }
        guard let silence else { return }
        state = silence.isGone ? .gone : .unreachable
        told = state
    }

    /// Records how a call ended; true if a person should be told of the new state.
    package mutating func note(
        _ error: ProviderError?, at now: Instant, isPublic: Bool = false
    ) -> Bool {
        if case .transport(.cancelled) = error { return false }
        if let error, Self.strangeness(of: error) > 0 {
            strangeness = min(strangeness + Self.strangeness(of: error), Self.strange)
            // It proves neither that the key is good nor that the provider is down.
            guard strangeness == Self.strange else { return false }
        } else {
            strangeness = 0
        }
        guard let error, let trouble = trouble(error) else {
            if !isPublic { isKeyGood = true }
            // A public catalogue says nothing about a refused key.
            return isKeyGood == false ? refuse(at: now) : recover()
        }
        if trouble == .refused {
            isKeyGood = false
            keyError = error.description
        }
        if Self.isSilence(error) {
            if silence == nil { silence = Silence(since: now) }
            silence?.goOn(at: now)
        } else {
            silence = nil
        }
        state = silence?.isGone ?? false ? .gone : trouble
        failures = min(failures + 1, 16)
        holdUntil = now + pause
        lastError = error.description
        return isNews(at: now)
    }

    package mutating func shift(by step: Duration) {
        holdUntil = holdUntil.map { $0 + step }
        silence?.shift(by: step)
        toldAt = toldAt.mapValues { $0 + step }
    }

    /// The provider answers again, and the key is still wrong.
    private mutating func refuse(at now: Instant) -> Bool {
        silence = nil
        guard state != .refused else { return false }
        state = .refused
        lastError = keyError
        holdUntil = now + pause
        return isNews(at: now)
    }

    private mutating func recover() -> Bool {
        failures = 0
        holdUntil = nil
        silence = nil
        state = isKeyGood == nil ? .unknown : .ok
        lastError = nil
        guard told != .ok else { return false }
        told = .ok
        return true
    }

    /// 1, 2, 4 ... 60 s: an outage costs few requests, and its end is noticed within a minute.
    private var pause: Duration {
        switch state {
        case .gone: Silence.probing
        case .refused: .seconds(60)
        case .unknown, .ok, .unreachable, .failing:
            .seconds(min(60, 1 << min(failures - 1, 6)))
        }
    }

    private mutating func isNews(at now: Instant) -> Bool {
        guard state != told else { return false }
        if let last = toldAt[state], last <= now, now - last < Self.quiet { return false }
        told = state
        toldAt[state] = now
        return true
    }

    private static func strangeness(of error: ProviderError) -> Int {
        switch error.meaning {
        case .unrecognised, .transport(.tooLarge): 10
        case .rateLimited: 3
        default: 0
        }
    }

    /// Refusals of a single request say nothing about the account.
    private func trouble(_ error: ProviderError) -> State? {
        switch error.meaning {
        case .unrecognised, .rateLimited, .transport(.tooLarge): .failing
        case .wrongKey: .refused
        case .transport: .unreachable
        case .blocked, .providerFailed: .failing
        default: nil
        }
    }

    /// Whether the provider was absent: no answer, or the page of a proxy or of a new owner of the
    /// address.
    private static func isSilence(_ error: ProviderError) -> Bool {
        switch error {
        case .transport(.unreachable), .transport(.untrusted), .transport(.answerLost), .blocked:
            true
        default: false
        }
    }
}
