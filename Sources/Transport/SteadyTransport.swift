package import Lines
import Synchronization

/// What time a provider is believed to have, for whatever its answers count from "now".
///
/// "Expires in 1200 seconds" means from when it was said; an answer whose `Date` is wrong must not move an
/// expiry by as much.
package final class ProviderTime: Sendable {
    private let now: @Sendable () -> Instant
    /// Nil while nothing is known of it.
    private let ahead = Mutex<Duration?>(nil)

    package init(_ world: World) { now = world.now }

    package var time: Instant? { ahead.withLock { $0 }.map { now() + $0 } }

    package func learn(ahead: Duration?) { self.ahead.withLock { $0 = ahead } }
}

/// Notes on every answer what time it is where it came from.
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
