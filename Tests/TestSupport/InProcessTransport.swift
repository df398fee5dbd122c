package import Lines
package import ProviderEmulator
import Synchronization
package import Transport

/// An emulated provider as the whole network of an account, so that what the suite over HTTP has no
/// words for can be told: who was asked for what, and what of it got lost.
package final class InProcessTransport<Provider: EmulatedProvider>: Transport {
    private struct State {
        var emulator: InProcessEmulator<Provider>
        var asked: [String] = []
        /// Calls whose next answer is lost after they were carried out.
        var lost: Set<String> = []
    }

    private let state: Mutex<State>
    private let naming: @Sendable (EmulatedRequest) -> String

    /// The account's base URL.
    package let url = "http://booth"

    /// - Parameter naming: what a call is called here; its path behind the URL, when nothing else.
    package init(
        _ emulator: InProcessEmulator<Provider>,
        naming: @escaping @Sendable (EmulatedRequest) -> String = { $0.path }
    ) {
        state = Mutex(State(emulator: emulator))
        self.naming = naming
    }

    package var now: Instant { state.withLock { $0.emulator.now } }

    package var ledger: EmulatedLedger { state.withLock { $0.emulator.provider.ledger } }

    /// How often a call was made.
    package func count(_ name: String) -> Int {
        state.withLock { $0.asked.count { $0 == name } }
    }

    package func wait(_ duration: Duration) { state.withLock { $0.emulator.wait(duration) } }

    /// The next such call is carried out, and nobody hears of it.
    package func lose(_ name: String) { state.withLock { _ = $0.lost.insert(name) } }

    /// Changes how the provider is, by hand.
    @discardableResult
    package func change<Value: Sendable>(
        _ change: @Sendable (inout Provider, Instant) -> Value
    ) -> Value {
        state.withLock { change(&$0.emulator.provider, $0.emulator.now) }
    }

    package func line(_ id: String) -> EmulatedLine? {
        state.withLock { try? $0.emulator.line(id) }
    }

    /// Sends a message to a number as an account tells it; whether the provider got it.
    @discardableResult
    package func sms(_ text: String, from sender: String? = nil, to number: String?) -> Bool {
        let digits = String((number ?? "").dropFirst())
        return state.withLock {
            $0.emulator.sms(text, from: sender, to: digits)?.isDelivered ?? false
        }
    }

    package func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let request = EmulatedRequest(
            method: call.method.rawValue, target: String(call.url.dropFirst(url.count + 1)),
            headers: call.headers, body: call.body ?? [])
        let name = naming(request)
        let (reply, now, isLost) = state.withLock { state in
            state.asked.append(name)
            let reply = state.emulator.answer(request)
            return (reply, state.emulator.now, state.lost.remove(name) != nil)
        }
        guard !isLost else { throw .answerLost(host: "booth", reason: "lost on purpose") }
        let date = (name: "Date", value: ProviderEmulator.HTTPDate.text(now))
        return HTTPReply(status: reply.status, headers: reply.headers + [date], body: reply.body)
    }
}
