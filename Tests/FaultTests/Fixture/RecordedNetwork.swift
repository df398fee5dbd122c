import Lines
import Synchronization
import Transport

/// The live network of an account in a fast world: deadlines shrink with time, and all requests are
/// recorded.
///
/// Unless something is meant to hang, deadlines are generous, so that a busy machine is not
/// mistaken for a silent provider.
final class RecordedNetwork: Transport {
    struct Exchange: Sendable {
        var endpoint: String
        var began: Instant
        var ended: Instant
        /// Nil if no answer came.
        var status: Int?
        var retryAfter: Duration?
    }

    /// Long enough for a machine that is busy with other worlds.
    private static let lenient = Duration.seconds(40)

    let network: any Transport
    private let world: World
    private let speed: Double
    private let strict = Mutex<String?>(nil)
    private let forgery = Mutex<(@Sendable (HTTPCall) -> [HTTPCall])?>(nil)
    private let log = Mutex<[Exchange]>([])

    init(over network: any Transport, world: World, speed: Double) {
        self.network = network
        self.world = world
        self.speed = speed
    }

    /// From now on, calls to this endpoint are given up exactly at their deadline.
    func giveUpOnTime(at endpoint: String?) { strict.withLock { $0 = endpoint } }

    /// From now on, each call is replaced by others; the answer to the last one counts.
    func forge(_ forgery: (@Sendable (HTTPCall) -> [HTTPCall])?) {
        self.forgery.withLock { $0 = forgery }
    }

    var exchanges: [Exchange] { log.withLock { $0 } }

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let endpoint = Self.endpoint(of: call)
        let isStrict = strict.withLock { $0 } == endpoint
        let patience = isStrict ? deadline / speed : Self.lenient
        let began = world.now()
        let result: Result<HTTPReply, TransportError>
        let calls = forgery.withLock { $0 }?(call) ?? [call]
        for other in calls.dropLast() {
            _ = try? await network.send(other, deadline: patience, limit: limit)
        }
        do throws(TransportError) {
            result = .success(
                try await network.send(calls.last ?? call, deadline: patience, limit: limit))
        } catch {
            result = .failure(error)
        }
        let reply = try? result.get()
        let exchange = Exchange(
            endpoint: endpoint, began: began, ended: world.now(),
            status: reply?.status,
            retryAfter: reply?.value(of: "Retry-After").flatMap { Int64($0) }
                .map(Duration.seconds))
        log.withLock { $0.append(exchange) }
        return try result.get()
    }

    /// The action of handler_api, or the last two parts of the path, which name an endpoint of
    /// SMSPool.
    private static func endpoint(of call: HTTPCall) -> String {
        if let action = call.url.firstMatch(of: /[?&]action=([A-Za-z0-9]+)/) {
            return String(action.output.1)
        }
        let path = call.url.prefix { $0 != "?" }
        return path.split(separator: "/").suffix(2).joined(separator: "/")
    }
}
