import NIOCore
import NIOPosix
import Synchronization

/// An HTTP proxy that accepts `CONNECT` from anybody, and records its requests.
final class ConnectProxy: Sendable {
    let port: Int
    private let server: any Channel
    private let heads: Record

    /// Runs while `body` does.
    ///
    /// - Parameter authorization: the required `Proxy-Authorization`; nil if none is required.
    static func run(
        authorization: String? = nil, _ body: (ConnectProxy) async throws -> Void
    ) async throws {
        let heads = Record()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Doorman(authorization: authorization, heads: heads))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let proxy = ConnectProxy(server, heads)
        do {
            try await body(proxy)
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    private init(_ server: any Channel, _ heads: Record) {
        self.server = server
        self.heads = heads
        port = server.localAddress?.port ?? 0
    }

    /// The heads of all requests, in order.
    var requests: [String] { heads.all }

    private final class Record: Sendable {
        private let heads = Mutex<[String]>([])

        var all: [String] { heads.withLock { $0 } }

        func add(_ head: String) { heads.withLock { $0.append(head) } }
    }

    /// Reads the head of one request, connects, and then relays everything.
    private final class Doorman: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let authorization: String?
        private let heads: Record
        private var head = ""
        private var isAsked = false
        private var other: (any Channel)?

        init(authorization: String?, heads: Record) {
            self.authorization = authorization
            self.heads = heads
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            if let other {
                other.writeAndFlush(buffer, promise: nil)
                return
            }
            head += String(buffer: buffer)
            guard head.contains("\r\n\r\n"), !isAsked else { return }
            isAsked = true
            heads.add(head)
            let words = head.split(separator: " ")
            let place = words.count > 1 ? words[1].split(separator: ":") : []
            guard
                authorization == nil || head.contains("Proxy-Authorization: \(authorization ?? "")")
                    || head.contains("proxy-authorization: \(authorization ?? "")")
            else {
                answer("407 Proxy Authentication Required", context.channel)
                context.close(promise: nil)
                return
            }
            guard words.first == "CONNECT", place.count == 2, let port = Int(place[1]) else {
                answer("405 Method Not Allowed", context.channel)
                context.close(promise: nil)
                return
            }
            let near = context.channel
            let connected = ClientBootstrap(group: context.eventLoop)
                .channelInitializer { far in
                    far.eventLoop.makeCompletedFuture {
                        try far.pipeline.syncOperations.addHandler(Glue(to: near))
                    }
                }
                .connect(host: String(place[0]), port: port)
            connected.assumeIsolated().whenSuccess { far in
                self.other = far
                self.answer("200 Connection Established", near)
            }
            connected.whenFailure { _ in
                let refusal = ByteBuffer(string: "HTTP/1.1 502 Bad Gateway\r\n\r\n")
                near.writeAndFlush(refusal, promise: nil)
                near.close(promise: nil)
            }
        }

        func channelInactive(context: ChannelHandlerContext) { other?.close(promise: nil) }

        private func answer(_ status: String, _ channel: any Channel) {
            channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 \(status)\r\n\r\n"), promise: nil)
        }
    }

    private final class Glue: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let other: any Channel

        init(to other: any Channel) {
            self.other = other
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
    }
}
