import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket
import ProviderEmulator

/// A connection to the emulator: HTTP, until a client requests a WebSocket and a provider accepts.
struct EmulatorChannel: ServerChildChannel {
    typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// The protocol of a connection.
    enum Talk: Sendable {
        case http(HTTP1Channel.Value)
        case feed(Frames, Emulation.OpenFeed)
    }

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let talk: EventLoopFuture<Talk>
    }

    let handler: EmulatorHTTPHandler

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let agreed = NIOLoopBoundBox<Emulation.OpenFeed?>(nil, eventLoop: channel.eventLoop)
            let upgrader = NIOTypedWebSocketServerUpgrader<Talk>(
                shouldUpgrade: { channel, head in
                    let request = EmulatedRequest(
                        method: head.method.rawValue, target: head.uri,
                        headers: head.headers.map { ($0.name, $0.value) })
                    agreed.value = handler.emulation.openFeed(request)
                    return channel.eventLoop.makeSucceededFuture(
                        agreed.value == nil ? nil : HTTPHeaders())
                },
                upgradePipelineHandler: { channel, _ in
                    channel.eventLoop.makeCompletedFuture {
                        guard let feed = agreed.value else { throw ChannelError.ioOnClosedChannel }
                        return .feed(try Frames(wrappingChannelSynchronously: channel), feed)
                    }
                })
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(
                upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { channel in
                        channel.eventLoop.makeCompletedFuture { .http(try Self.plain(channel)) }
                    }))
            // As in Hummingbird, which handles pipelining and errors itself.
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            configuration.enableResponseHeaderValidation = false
            return Value(
                channel: channel,
                talk: try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                    configuration: configuration))
        }
    }

    private static func plain(_ channel: any Channel) throws -> HTTP1Channel.Value {
        try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        return try HTTP1Channel.Value(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    func handle(value: Value, logger: Logger) async {
        let talk = try? await withTaskCancellationHandler {
            try await value.talk.get()
        } onCancel: {
            value.channel.close(promise: nil)
        }
        switch talk {
        case .http(let connection):
            await HTTP1Channel(responder: handler.respond).handle(value: connection, logger: logger)
        case .feed(let frames, let feed):
            try? await tell(feed, over: frames)
        case nil:
            value.channel.close(promise: nil)
        }
    }

    /// Sends events until the client leaves.
    private func tell(_ opened: Emulation.OpenFeed, over frames: Frames) async throws {
        let emulation = handler.emulation
        try await frames.executeThenClose { inbound, outbound in
            guard !opened.isCut else { return }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var feed = opened
                    while true {
                        for text in emulation.texts(on: &feed) {
                            try await outbound.write(
                                WebSocketFrame(
                                    fin: true, opcode: .text, data: ByteBuffer(string: text)))
                        }
                        try await PushInterval.wait()
                    }
                }
                group.addTask {
                    for try await frame in inbound where !opened.isSilent {
                        switch frame.opcode {
                        case .ping:
                            try await outbound.write(
                                WebSocketFrame(
                                    fin: true, opcode: .pong, data: frame.unmaskedData))
                        case .connectionClose: return
                        default: break
                        }
                    }
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }
}
