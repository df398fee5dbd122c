import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A WebSocket server that sends given texts, and closes, stays silent or refuses.
struct FeedServer {
    enum Manner: Sendable {
        /// Sends these texts, then closes in order.
        case says([String])
        /// The same, with the agreement and the first text in one packet.
        case saysAtOnce([String])
        /// Sends these texts in pieces of three bytes, then closes.
        case saysInPieces([String])
        /// Sends these texts to a client that answers a ping, then breaks the connection.
        case breaks([String])
        /// Accepts the connection, and never answers anything.
        case silent
        case refuses
        /// Sends one text of this many bytes.
        case tooLarge(Int)
    }

    private typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// Serves one connection after another while `body` runs.
    static func run(
        _ manner: Manner, _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let server: NIOAsyncChannel<EventLoopFuture<Frames?>, Never> =
            try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try prepare(channel, manner) }
            }
        let port = server.channel.localAddress?.port ?? 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { clients in
                    for try await client in clients {
                        if let frames = try await client.get() {
                            try? await serve(frames, manner)
                        }
                    }
                }
            }
            try await body(port)
            group.cancelAll()
        }
    }

    private static func prepare(
        _ channel: any Channel, _ manner: Manner
    ) throws -> EventLoopFuture<Frames?> {
        let upgrader = NIOTypedWebSocketServerUpgrader<Frames?>(
            shouldUpgrade: { channel, _ in
                if case .refuses = manner { return channel.eventLoop.makeSucceededFuture(nil) }
                return channel.eventLoop.makeSucceededFuture(HTTPHeaders())
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    if case .silent = manner {
                        try channel.pipeline.syncOperations.addHandler(
                            RejectingHandler(), position: .first)
                    }
                    return try Frames(wrappingChannelSynchronously: channel)
                }
            })
        if case .saysAtOnce = manner {
            try channel.pipeline.syncOperations.addHandler(OneBreath(), position: .first)
        }
        return try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: .init(
                upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { $0.close().map { nil } })))
    }

    private static func serve(_ frames: Frames, _ manner: Manner) async throws {
        try await frames.executeThenClose { inbound, outbound in
            switch manner {
            case .says(let texts), .saysAtOnce(let texts):
                for text in texts { try await outbound.write(.init(text)) }
            case .saysInPieces(let texts):
                for text in texts {
                    let bytes = Array(text.utf8)
                    for start in stride(from: 0, to: bytes.count, by: 3) {
                        let piece = bytes[start..<min(start + 3, bytes.count)]
                        try await outbound.write(
                            WebSocketFrame(
                                fin: start + 3 >= bytes.count,
                                opcode: start == 0 ? .text : .continuation,
                                data: ByteBuffer(bytes: piece)))
                    }
                }
            case .breaks(let texts):
                // A packet with both the acceptance and the end is lost when the library changes
                // protocols. In practice a look finds such messages, as it finds all those that
                // arrive without a feed.
                try await outbound.write(WebSocketFrame(fin: true, opcode: .ping, data: .init()))
                for try await frame in inbound where frame.opcode == .pong { break }
                for text in texts { try await outbound.write(.init(text)) }
                try await frames.channel.close().get()
                return
            case .tooLarge(let count):
                try await outbound.write(.init(String(repeating: "x", count: count)))
            case .silent:
                for try await _ in inbound {}
                return
            case .refuses: return
            }
            try await outbound.write(
                WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer()))
            for try await frame in inbound where frame.opcode == .connectionClose { break }
        }
    }
}

/// Holds the agreement back until the first text, so that both leave in one packet.
private final class OneBreath: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The first byte of a whole text.
    private static let text: UInt8 = 0x81
    /// What is held back; nil once it was sent.
    private var held: ByteBuffer? = ByteBuffer()

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        var bytes = unwrapOutboundIn(data)
        guard var before = held else { return context.write(data, promise: promise) }
        let isText = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) == Self.text
        before.writeBuffer(&bytes)
        held = isText ? nil : before
        guard isText else {
            promise?.succeed()
            return
        }
        context.write(wrapOutboundOut(before), promise: promise)
    }

    func flush(context: ChannelHandlerContext) { if held == nil { context.flush() } }
}

/// Discards everything received.
private final class RejectingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}

extension WebSocketFrame {
    fileprivate init(_ text: String) {
        self.init(fin: true, opcode: .text, data: ByteBuffer(string: text))
    }
}
