import Lines
import ProviderEmulator
import Providers
import Synchronization
import Transport

/// An account with one dialect of handler_api, connected to its emulator without a network. It
/// covers features that the suite over HTTP cannot express: order names, bans, numbers ordered
/// again, pages, ends of rentals.
final class HandlerAPIBooth: Transport {
    private struct State {
        var provider: HandlerAPIEmulator
        var now = Instant(unixSeconds: 1_772_000_000)
        var asked: [String] = []
        /// Actions whose next call is carried out and whose answer is lost.
        var lost: Set<String> = []
    }

    static let opening = Money(tenThousandths: 1000_0000)
    private let state: Mutex<State>
    private let dialect: HandlerAPIDialect
    private let currency: String

    init(_ dialect: HandlerAPIDialect = .original, currency: String = Money.usd) {
        let emulated: HandlerAPIEmulator.Dialect =
            switch dialect {
            case .original: .original
            case .daisysms: .daisysms
            case .virtualsms: .virtualsms
            case .clone: .clone
            }
        self.dialect = dialect
        self.currency = currency
        let balance = Money(
            tenThousandths: HandlerAPIBooth.opening.tenThousandths, currency: currency)
        state = Mutex(
            State(
                provider: HandlerAPIEmulator(
                    seed: 3, now: Instant(unixSeconds: 1_772_000_000), dialect: emulated,
                    balance: balance)))
    }

    var account: HandlerAPI {
        HandlerAPI(
            transport: self, baseURL: "http://booth", key: Secret(emulatorKey), dialect: dialect,
            currency: currency)
    }

    var now: Instant { state.withLock { $0.now } }

    var ledger: EmulatedLedger { state.withLock { $0.provider.ledger } }

    /// How often an action was called.
    func count(_ action: String) -> Int { state.withLock { $0.asked.count { $0 == action } } }

    func wait(_ duration: Duration) { state.withLock { $0.now = $0.now + duration } }

    func lose(_ action: String) { state.withLock { _ = $0.lost.insert(action) } }

    func ban(for duration: Duration) {
        state.withLock { $0.provider.bannedUntil = $0.now + duration }
    }

    func revoke(_ id: String) {
        state.withLock { $0.provider.revoke(rental: id, at: $0.now) }
    }

    func line(_ id: String) -> EmulatedLine? {
        state.withLock { state in state.provider.lines(at: state.now).first { $0.id == id } }
    }

    @discardableResult
    func sms(_ text: String, from sender: String = "MYBANK", to number: String?) -> Bool {
        let digits = String((number ?? "").dropFirst())
        return state.withLock { state in
            state.provider.deliver(
                EmulatedSMS(sender: sender, text: text), to: digits, at: state.now
            )?.isDelivered == true
        }
    }

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let target = String(call.url.dropFirst("http://booth/".count))
        let (reply, now, isLost) = state.withLock { state in
            let request = EmulatedRequest(
                method: call.method.rawValue, target: target, headers: call.headers,
                body: call.body ?? [])
            let action = request.value("action") ?? ""
            state.asked.append(action)
            let reply = state.provider.answer(request, at: state.now)
            return (reply, state.now, state.lost.remove(action) != nil)
        }
        guard !isLost else { throw .answerLost(host: "booth", reason: "lost on purpose") }
        return HTTPReply(
            status: reply.status, headers: reply.headers + [("Date", HTTPDate.text(now))],
            body: reply.body)
    }
}
