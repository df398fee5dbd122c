import Lines
import ProviderEmulator
import Providers
import Synchronization
import Transport

/// An account with 1001SMS, connected to its emulator without a network. It covers features that
/// the suite over HTTP cannot express: pages, operator prices, permissions of keys.
final class SMS1001Booth: Transport {
    private struct State {
        var provider: SMS1001Emulator
        var now = Instant(unixSeconds: 1_772_000_000)
        var asked: [String] = []
        /// Paths whose next call is carried out and whose answer is lost.
        var lost: Set<String> = []
    }

    static let opening = Money(tenThousandths: 1000_0000)
    private let state: Mutex<State>

    init(_ generation: EmulatorGeneration = .current) {
        state = Mutex(
            State(
                provider: SMS1001Emulator(
                    generation: generation, seed: 3, balance: SMS1001Booth.opening)))
    }

    var account: SMS1001 {
        SMS1001(transport: self, baseURL: "http://booth", key: Secret(emulatorKey))
    }

    var now: Instant { state.withLock { $0.now } }

    /// How often a path was called.
    func count(_ path: String) -> Int { state.withLock { $0.asked.count { $0 == path } } }

    var ledger: EmulatedLedger { state.withLock { $0.provider.ledger } }

    func wait(_ duration: Duration) { state.withLock { $0.now = $0.now + duration } }

    func lose(_ path: String) { state.withLock { _ = $0.lost.insert(path) } }

    func permit(_ permissions: Set<SMS1001Emulator.Permission>) {
        state.withLock { $0.provider.permissions = permissions }
    }

    func line(_ id: String) -> EmulatedLine? {
        state.withLock { state in state.provider.lines(at: state.now).first { $0.id == id } }
    }

    func block(_ id: String) {
        state.withLock { $0.provider.block(order: id, at: $0.now) }
    }

    func sms(_ text: String, from sender: String = "WhatsApp", to number: String?) {
        let digits = String((number ?? "").dropFirst())
        state.withLock { state in
            _ = state.provider.deliver(
                EmulatedSMS(sender: sender, text: text), to: digits, at: state.now)
        }
    }

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let target = String(call.url.dropFirst("http://booth/".count))
        let path = target.prefix { $0 != "?" }
        let (reply, isLost) = state.withLock { state in
            state.asked.append(String(path))
            let request = EmulatedRequest(
                method: call.method.rawValue, target: target, headers: call.headers,
                body: call.body ?? [])
            let reply = state.provider.answer(request, at: state.now)
            return (reply, state.lost.remove(String(path)) != nil)
        }
        guard !isLost else { throw .answerLost(host: "booth", reason: "lost on purpose") }
        return HTTPReply(status: reply.status, headers: reply.headers, body: reply.body)
    }
}
