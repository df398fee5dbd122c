package import Lines
package import Providers
import Transport

/// How an account's provider has been answering, and how long routine calls hold back because of it.
package struct AccountHealth: Equatable, Sendable {
    package enum State: String, Sendable {
        case unknown, ok, unreachable, refused, failing
        /// Nobody has answered for so long that nothing is promised of its lines any more.
        case gone
    }

    /// One that answers every other call is told of once in so long, not at every stumble.
    private static let quiet = Duration.minutes(10)

    package private(set) var state = State.unknown
    package private(set) var lastError: String?
    package private(set) var holdUntil: Instant?
    /// Since when nobody answers at all; nil while somebody does.
    package private(set) var silence: Silence?
    private var failures = 0
    /// Whether a call that needs the key was let in by it; nil before the first.
    private var isKeyGood: Bool?
    /// What was said when the key was refused.
    private var keyError: String?
    /// The state people know of, and when each was last told.
    private var told = State.ok
    private var toldAt: [State: Instant] = [:]

    /// - Parameter silence: what a run before this one left.
    package init(silence: Silence? = nil) {
        self.silence = silence
        guard let silence else { return }
        state = silence.isGone ? .gone : .unreachable
        told = state
    }

    /// Takes in how a call ended; true when somebody should be told of the state it is in now.
    package mutating func note(
        _ error: ProviderError?, at now: Instant, isPublic: Bool = false
    ) -> Bool {
        switch error {
        // Of an answer that was too long to read nothing is known but that somebody is there: what is
        // wrong is the one call, not the account.
        case .transport(.cancelled)?, .transport(.tooLarge)?: return false
        default: break
        }
        guard let error, let trouble = Self.trouble(error) else {
            if !isPublic { isKeyGood = true }
            // That the catalogue is shown to everybody mends no refused key.
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

    /// The clock was set.
    mutating func shift(by step: Duration) {
        holdUntil = holdUntil.map { $0 + step }
        silence?.shift(by: step)
        toldAt = toldAt.mapValues { $0 + step }
    }

    /// Somebody answers, and the key is as wrong as before.
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

    /// Refusals of a single request say nothing about the account.
    private static func trouble(_ error: ProviderError) -> State? {
        switch error.meaning {
        case .wrongKey: .refused
        case .transport: .unreachable
        case .blocked, .providerFailed: .failing
        default: nil
        }
    }

    /// Whether nobody was there: no answer, or a page of whoever stands in front or came after.
    private static func isSilence(_ error: ProviderError) -> Bool {
        switch error {
        case .transport(.unreachable), .transport(.untrusted), .transport(.answerLost), .blocked:
            true
        default: false
        }
    }
}
