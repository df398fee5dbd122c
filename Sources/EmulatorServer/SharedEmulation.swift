import Lines
import ProviderEmulator
import Synchronization

/// One emulation shared by many connections and the practice traffic, one at a time.
final class SharedEmulation: Sendable {
    private let state: Mutex<Emulation>
    private let uptime: @Sendable () -> Duration

    init(_ emulation: Emulation, uptime: @escaping @Sendable () -> Duration) {
        state = Mutex(emulation)
        self.uptime = uptime
    }

    func handle(_ request: EmulatedRequest) -> (outcome: EmulatedOutcome, at: Instant) {
        state.withLock { $0.handle(request, uptime: uptime()) }
    }

    func openFeed(_ request: EmulatedRequest) -> Emulation.OpenFeed? {
        state.withLock { $0.openFeed(request, uptime: uptime()) }
    }

    func texts(on open: inout Emulation.OpenFeed) -> [String] {
        var asked = open
        let texts = state.withLock { $0.texts(on: &asked, uptime: uptime()) }
        open = asked
        return texts
    }

    func dueWebhookCalls() -> [(provider: Int, call: WebhookCall)] {
        state.withLock { $0.dueWebhookCalls(uptime: uptime()) }
    }

    func recordWebhookCall(_ id: String, by provider: Int, status: Int?) {
        state.withLock { $0.recordWebhookCall(id, by: provider, status: status, uptime: uptime()) }
    }

    /// The name and path of each provider.
    var places: [(name: String, path: String)] {
        state.withLock { $0.providers.map { ($0.name, $0.basePath) } }
    }

    func now() -> Instant {
        state.withLock { $0.clock.now(uptime: uptime()) }
    }

    /// Sends the traffic's next message to one of the present lines.
    func send(from traffic: inout PracticeTraffic) {
        state.withLock { emulation in
            let lines = emulation.lines(uptime: uptime())
            guard let next = traffic.next(among: lines) else { return }
            _ = emulation.deliver(next.sms, to: next.number, uptime: uptime())
        }
    }
}
