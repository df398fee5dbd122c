import Lines
import ProviderEmulator
import Providers
import Synchronization
import Transport

/// An account with VirtualSMS, connected to its emulator without a network. It covers features that
/// the suite over HTTP cannot express: swaps, idempotency keys, webhooks, requests a minute.
final class VirtualSMSBooth: Transport {
    private struct State {
        var provider: VirtualSMSEmulator
        var now = Instant(unixSeconds: 1_772_000_000)
        var asked: [String] = []
        /// Paths whose next call is carried out and whose answer is lost.
        var lost: Set<String> = []
    }

    static let opening = Money(tenThousandths: 1000_0000)
    private let state: Mutex<State>

    init(_ generation: EmulatorGeneration = .current, allowance: Int? = nil) {
        state = Mutex(
            State(
                provider: VirtualSMSEmulator(
                    generation: generation, seed: 3, balance: VirtualSMSBooth.opening,
                    allowance: allowance)))
    }

    var account: VirtualSMS {
        VirtualSMS(transport: self, baseURL: "http://booth", key: Secret(emulatorKey))
    }

    var now: Instant { state.withLock { $0.now } }
    var ledger: EmulatedLedger { state.withLock { $0.provider.ledger } }
    var eventCount: Int { state.withLock { $0.provider.eventCount } }

    /// How often a path was called.
    func count(_ path: String) -> Int {
        state.withLock { $0.asked.count { $0 == "api/v1/\(path)" } }
    }

    func wait(_ duration: Duration) { state.withLock { $0.now = $0.now + duration } }

    func lose(_ path: String) { state.withLock { _ = $0.lost.insert("api/v1/\(path)") } }

    /// Changes the provider's state directly.
    func change<Value: Sendable>(
        _ change: @Sendable (inout VirtualSMSEmulator, Instant) -> Value
    ) -> Value {
        state.withLock { change(&$0.provider, $0.now) }
    }

    func line(_ id: String) -> EmulatedLine? {
        state.withLock { state in state.provider.lines(at: state.now).first { $0.id == id } }
    }

    @discardableResult
    func sms(_ text: String, from sender: String = "WhatsApp", to number: String?) -> Bool {
        let digits = String((number ?? "").dropFirst())
        return state.withLock { state in
            let delivery = state.provider.deliver(
                EmulatedSMS(sender: sender, text: text), to: digits, at: state.now)
            return delivery?.isDelivered ?? false
        }
    }

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let target = String(call.url.dropFirst("http://booth/".count))
        let path = target.prefix { $0 != "?" }
        let (reply, isLost, now) = state.withLock { state in
            state.asked.append(String(path))
            let request = EmulatedRequest(
                method: call.method.rawValue, target: target, headers: call.headers,
                body: call.body ?? [])
            let reply = state.provider.answer(request, at: state.now)
            return (reply, state.lost.remove(String(path)) != nil, state.now)
        }
        guard !isLost else { throw .answerLost(host: "booth", reason: "lost on purpose") }
        let date = (name: "Date", value: Self.date(now))
        return HTTPReply(status: reply.status, headers: reply.headers + [date], body: reply.body)
    }

    /// Such as `Wed, 25 Feb 2026 06:13:20 GMT`. The day of the week only has to be a valid name.
    private static func date(_ now: Instant) -> String {
        let civil = now.civil
        let months = "JanFebMarAprMayJunJulAugSepOctNovDec"
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let month = months.dropFirst((civil.month - 1) * 3).prefix(3)
        let clock = [civil.hour, civil.minute, civil.second].map(two).joined(separator: ":")
        return "Mon, \(two(civil.day)) \(month) \(civil.year) \(clock) GMT"
    }
}

/// The error of a question; nil if it is answered.
func virtualSMSFailure(_ question: () async throws -> Void) async -> ProviderError? {
    do {
        try await question()
        return nil
    } catch {
        return (error as? ProviderError)?.meaning
    }
}
