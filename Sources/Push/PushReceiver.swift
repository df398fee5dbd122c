import Foundation
import Hummingbird
package import Keeping
package import Logging
import NIOCore
import Providers
package import Serving
package import Transport

/// The address that providers call when a message arrives: HTTP on a loopback address, behind the
/// person's own reverse proxy.
///
/// Each account has an address that nobody can guess. A call to any other address learns nothing
/// and is refused before its body is read; a valid call is stored before it is answered.
package struct PushReceiver: Sendable {
    /// Anybody who writes to a number decides how long a call is, and some rentals deliver messages
    /// in no other way.
    private static let longestBody = 1 << 20
    /// The maximum number of connections without a complete request: the oldest makes room.
    private static let mostWaiting = 32
    private static let mostConnections = 96

    private let host: String
    private let port: Int
    private let keeper: Keeper
    private let endpoints: PushEndpoints
    private let world: World
    private let logger: Logger
    private let patience: ConnectionPatience

    /// - Parameter patience: how long to wait for a caller.
    package init(
        host: String, port: Int, keeper: Keeper, endpoints: PushEndpoints, world: World,
        logger: Logger,
        patience: ConnectionPatience = .init(head: .seconds(5), body: .seconds(5))
    ) {
        self.patience = patience
        self.host = host
        self.port = port
        self.keeper = keeper
        self.endpoints = endpoints
        self.world = world
        self.logger = logger
    }

    /// Serves until the task is cancelled or a graceful shutdown begins.
    ///
    /// - Parameter ready: called with the port once it accepts connections.
    package func run(ready: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        var quiet = logger
        quiet.logLevel = .critical
        let door = Doorkeeper(most: Self.mostWaiting)
        let router = Router(context: BasicRequestContext.self)
        // Some senders put the message into the query of a GET.
        for method in [HTTPRequest.Method.post, .get] {
            for path in ["push/:token", "push/:token/:line"] as [RouterPath] {
                router.on(path, method: method) { request, context in
                    await answer(request, context.parameters)
                }
            }
        }
        let application = Application(
            router: router,
            server: .guarded(by: door, patience: patience),
            configuration: .init(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(Self.mostConnections, logger: quiet)),
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? port) },
            logger: quiet)
        do {
            try await application.run()
        } catch let error as IOError {
            throw PushUnheard(
                description: "\(host):\(port) cannot be listened on: "
                    + String(cString: strerror(error.errnoCode)).lowercased())
        }
    }

    private func answer(_ request: Request, _ parameters: Parameters) async -> Response {
        let token = parameters.get("token") ?? ""
        guard let name = endpoints.account(of: token[...]) else { return Self.reply(.notFound) }
        guard let body = try? await request.body.collect(upTo: Self.longestBody) else {
            return Self.reply(.contentTooLarge)
        }
        var call = PushRequest(
            headers: request.headers.map { ($0.name.rawName, $0.value) },
            body: Array(buffer: body), receivedAt: world.now())
        call.line = parameters.get("line").flatMap { PercentEncoding.decode($0) ?? $0 }
        call.query = request.uri.query
        call.url = endpoints.outside.map { $0 + request.uri.description }
        do throws(PushFailure) {
            return Self.reply(try await keeper.acceptWebhook(call, on: name))
        } catch {
            switch error {
            case .refused(.unaddressed(let reason)):
                logger.warning(
                    "a message was posted for no line of ours",
                    metadata: ["account": "\(name)", "reason": "\(reason)"])
                return Self.reply(.serviceUnavailable)
            case .refused(let reason):
                logger.warning(
                    "a call to the webhook was not believed",
                    metadata: ["account": "\(name)", "reason": "\(reason)"])
                // A wrong secret in config.lua must not cost a message: some senders never repeat
                // what got a 401.
                return Self.reply(endpoints.isInbound(name) ? .serviceUnavailable : .unauthorized)
            case .early:
                logger.notice(
                    "news of a line that is not known yet will be sent again",
                    metadata: ["account": "\(name)"])
                return Self.reply(.serviceUnavailable)
            case .unwritten(let reason):
                logger.error(
                    "push could not be stored",
                    metadata: ["account": "\(name)", "reason": "\(reason)"])
                return Self.reply(.serviceUnavailable)
            }
        }
    }

    private static func reply(_ answer: PushAnswer) -> Response {
        Response(
            status: .ok, headers: [.contentType: answer.contentType],
            body: .init(byteBuffer: ByteBuffer(string: answer.body)))
    }

    private static func reply(_ status: HTTPResponse.Status) -> Response {
        Response(status: status, body: .init(byteBuffer: ByteBuffer(string: "\(status.code)\n")))
    }
}
