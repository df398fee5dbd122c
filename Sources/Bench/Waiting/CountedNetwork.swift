import Keeping
import Lines
import ProviderEmulator
import Transport
import VirtualTime

/// The network between a contender and the provider: with the latency of a distant server, and
/// without faults, which `make simulate` covers.
struct CountedNetwork: Transport, FeedTransport {
    let counted: CountedProvider
    let executor: VirtualExecutor
    /// Nil if nothing takes any time.
    let chance: Chance?
    let world: World

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        try await pass()
        let reply = counted.answer(call)
        try await pass()
        return reply
    }

    func follow(
        _ url: String, opened: @Sendable () async -> Void,
        heard: @escaping @Sendable (String) async -> Void
    ) async throws(TransportError) {
        try await pass()
        guard var feed = counted.openFeed(url) else {
            throw .unreachable(host: Self.host, reason: "no feed")
        }
        try await pass()
        await opened()
        while !Task.isCancelled {
            let seen = counted.signal.count
            for text in counted.texts(on: &feed) {
                try await pass()
                await heard(text)
            }
            await counted.signal.wait(since: seen, atMost: .minutes(1), in: world)
        }
    }

    private static let host = "counter.test"

    private func pass() async throws(TransportError) {
        guard let chance else { return }
        do {
            try await executor.sleep(chance.between(.milliseconds(20), .milliseconds(60)))
        } catch {
            throw .cancelled(host: Self.host)
        }
    }
}
