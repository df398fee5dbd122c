import NIOCore
import NIOExtras
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization
package import Transport

/// Feeds over WebSockets (RFC 6455), on swift-nio.
///
/// A connection whose other side disappeared silently looks like an idle one. It is therefore
/// pinged, and counts as lost if nothing at all comes back.
package struct WebSocketTransport: FeedTransport {
    typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// The maximum number of bytes in a message.
    private static let longest = 256 << 10
    private let world: World
    private let connect: Duration
    private let silence: Duration
    private let path: NetworkPath

    /// - Parameters:
    ///   - path: the network path for all its feeds.
    ///   - connect: the maximum time for connecting, TLS and the upgrade.
    ///   - silence: how long nothing may arrive before the other side counts as gone.
    package init(
        world: World, path: NetworkPath = .direct, connect: Duration = .seconds(15),
        silence: Duration = .seconds(60)
    ) {
        self.world = world
        self.path = path
        self.connect = connect
        self.silence = silence
    }

    package func follow(
        _ url: String, opened: @Sendable () async -> Void,
        heard: @escaping @Sendable (String) async -> Void
    ) async throws(TransportError) {
        let address = try WebAddress(called: url, schemes: [.wss, .ws])
        let channel = try await open(address)
        do {
            try await channel.executeThenClose { inbound, outbound in
                await opened()
                try await converse(inbound, outbound, heard: heard)
            }
        } catch {
            if Task.isCancelled { throw .cancelled(host: address.host) }
            throw .answerLost(host: address.host, reason: Self.reason(error))
        }
    }

    private func open(_ address: WebAddress) async throws(TransportError) -> Frames {
        let handshake = Handshake()
        do {
            let patience = connect
            let path = path
            let hop = path.proxy.map { ($0.host, $0.port) } ?? (address.host, address.port)
            let upgraded = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(TimeAmount(patience))
                .connect(host: hop.0, port: hop.1) { channel in
                    handshake.keep(channel)
                    return channel.eventLoop.makeCompletedFuture {
                        guard let proxy = path.proxy else {
                            return try Self.prepare(channel, for: address, path.tls)
                        }
                        return try Tunnel.open(
                            channel, to: address, through: proxy, within: patience
                        ).assumeIsolated().flatMapThrowing {
                            try Self.prepare(channel, for: address, path.tls)
                        }.flatMap { $0 }.nonisolated()
                    }
                }
            let world = world
            return try await withThrowingTaskGroup(of: Frames?.self) { group in
                group.addTask {
                    // A future does not notice the cancellation of a task, so the connection must
                    // be closed.
                    try await withTaskCancellationHandler {
                        try await upgraded.get()
                    } onCancel: {
                        handshake.giveUp()
                    }
                }
                group.addTask {
                    try await world.sleep(patience)
                    throw Ending.late
                }
                defer { group.cancelAll() }
                guard let frames = try await group.next() ?? nil else { throw Ending.refused }
                return frames
            }
        } catch {
            if Task.isCancelled { throw .cancelled(host: address.host) }
            if let trouble = TLSTrouble(error) {
                let look = CertificateLook(
                    path: path, loop: MultiThreadedEventLoopGroup.singleton.next())
                throw .untrusted(
                    host: address.authority,
                    await look.trouble(at: address, seeming: trouble, now: World.machineTime()))
            }
            throw .unreachable(host: address.host, reason: Self.reason(error))
        }
    }

    /// TLS if the address requires it, then the upgrade, then complete messages.
    private static func prepare(
        _ channel: any Channel, for address: WebAddress, _ tls: TLSConfiguration
    ) throws -> EventLoopFuture<Frames?> {
        if address.scheme.isSecure {
            let context = try NIOSSLContext(configuration: tls)
            // TLS does not allow an IP address as a server name.
            let name = HostName.isIPAddress(address.host) ? nil : address.host
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLClientHandler(context: context, serverHostname: name))
        }
        let upgrader = NIOTypedWebSocketClientUpgrader<Frames?>(maxFrameSize: longest) {
            channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1000,
                        maxAccumulatedFrameSize: longest))
                return try Frames(wrappingChannelSynchronously: channel)
            }
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: address.target,
            headers: ["Host": address.authority, "Content-Length": "0"])
        let upgrade = NIOTypedHTTPClientUpgradeConfiguration(
            upgradeRequestHead: head, upgraders: [upgrader]
        ) { channel in
            channel.close().map { nil }
        }
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: upgrade)
        // Bytes sent together with the acceptance must not be lost.
        configuration.leftOverBytesStrategy = .forwardBytes
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: configuration)
    }

    private func converse(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>,
        heard: @escaping @Sendable (String) async -> Void
    ) async throws {
        let heartbeat = Heartbeat()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    try await world.sleep(silence / 2)
                    guard heartbeat.take() else { throw Ending.silent }
                    try await outbound.write(.ours(.ping, ByteBuffer()))
                }
            }
            group.addTask {
                for try await frame in inbound {
                    heartbeat.beat()
                    switch frame.opcode {
                    case .text: await heard(String(buffer: frame.unmaskedData))
                    case .ping: try await outbound.write(.ours(.pong, frame.unmaskedData))
                    case .connectionClose:
                        try? await outbound.write(.ours(.connectionClose, frame.unmaskedData))
                        return
                    default: break
                    }
                }
                throw Ending.cut
            }
            // The task that pings never ends by itself: when either task ends, both are over.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private enum Ending: Error {
        case silent, cut, refused, late
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case Ending.silent: "nothing was received for too long"
        case Ending.cut: "it was cut off"
        case Ending.refused: "it refused the WebSocket"
        case Ending.late: "it did not accept in time"
        case is NIOHTTP1ProxyConnectHandler.Error: "the proxy refuses the connection"
        default: "the connection failed"
        }
    }
}

extension WebSocketFrame {
    /// A frame from a client is always masked.
    fileprivate static func ours(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    }
}

/// Whether anything has arrived since the last check.
private final class Heartbeat: Sendable {
    private let isFelt = Atomic(true)

    func beat() { isFelt.store(true, ordering: .relaxed) }

    func take() -> Bool { isFelt.exchange(false, ordering: .relaxed) }
}

/// The connection of a feed that has not been accepted yet.
private final class Handshake: Sendable {
    private let channel = Mutex<(any Channel)?>(nil)

    func keep(_ channel: any Channel) { self.channel.withLock { $0 = channel } }

    func giveUp() { channel.withLock { $0 }?.close(promise: nil) }
}
