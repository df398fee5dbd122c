package import Lines
import Synchronization

/// The estimated time at a provider, for times in its answers that count from now.
///
/// "Expires in 1200 seconds" counts from when it was sent. An answer with a wrong `Date` must not
/// shift an expiry by the error.
package final class ProviderTime: Sendable {
    private let now: @Sendable () -> Instant
    /// Nil while the offset is unknown.
    private let ahead = Mutex<Duration?>(nil)

    package init(_ world: World) { now = world.now }

    package var time: Instant? { ahead.withLock { $0 }.map { now() + $0 } }

    package func learn(ahead: Duration?) { self.ahead.withLock { $0 = ahead } }
}

/// Adds the estimated time at the sender to every response.
package struct SteadyTransport: Transport {
    private let transport: any Transport
    private let time: ProviderTime

    package init(_ transport: any Transport, time: ProviderTime) {
        self.transport = transport
        self.time = time
    }

    package func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        var reply = try await transport.send(call, deadline: deadline, limit: limit)
        reply.there = time.time
        return reply
    }
}
