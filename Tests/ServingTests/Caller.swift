import NIOCore
import NIOPosix
import Synchronization

/// A client that sends given text at its own pace, over a real socket.
final class Caller: Sendable {
    private let channel: any Channel
    private let heard: AsyncStream<String>
    /// What has come and nobody has asked for yet.
    private let unread = Mutex("")

    private init(_ channel: any Channel, _ heard: AsyncStream<String>) {
        self.channel = channel
        self.heard = heard
    }

    /// A server that gets no turn on a busy machine has a full queue for a moment, and then nobody
    /// can connect.
    static func connect(to address: SocketAddress) async throws -> Caller {
        for _ in 0..<600 {
            if let caller = try? await dial(address) { return caller }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await dial(address)
    }

    private static func dial(_ address: SocketAddress) async throws -> Caller {
        let (heard, told) = AsyncStream.makeStream(of: String.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ReplyRecorder(told: told))
                }
            }
            .connect(to: address).get()
        return Caller(channel, heard)
    }

    func say(_ text: String) {
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }

    /// The first line of the next answer; nil if the connection ends without one.
    func answer() async -> String? {
        let text = await text(upTo: "\r\n\r\n")
        guard !text.isEmpty else { return nil }
        // The body of the answer before may be in front of it.
        let start = text.firstRange(of: "HTTP/1.1")?.lowerBound ?? text.startIndex
        return text[start...].split(separator: "\r\n").first.map(String.init)
    }

    /// Whether these words still arrive.
    func hears(_ words: String) async -> Bool { await text(upTo: words).contains(words) }

    /// What has come up to these words, and with them; all of it, if the connection ends before.
    ///
    /// On a busy machine several parts of an answer come as one.
    private func text(upTo words: String) async -> String {
        var text = unread.withLock { unread in
            defer { unread = "" }
            return unread
        }
        if !text.contains(words) {
            for await part in heard {
                text += part
                if text.contains(words) { break }
            }
        }
        guard let end = text.firstRange(of: words)?.upperBound else { return text }
        let rest = String(text[end...])
        unread.withLock { $0 = rest }
        return String(text[..<end])
    }

    /// Returns once the other side has closed the connection.
    func end() async {
        try? await channel.closeFuture.get()
    }

    /// Stops reading and stays connected.
    func stopReading() async throws {
        try await channel.setOption(.autoRead, value: false).get()
    }

    var isConnected: Bool { channel.isActive }

    func leave() { channel.close(promise: nil) }

    private final class ReplyRecorder: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let told: AsyncStream<String>.Continuation

        init(told: AsyncStream<String>.Continuation) {
            self.told = told
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            told.yield(String(buffer: unwrapInboundIn(data)))
        }

        func channelInactive(context: ChannelHandlerContext) { told.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

/// A request with an incomplete body.
func trickle(_ path: String) -> String {
    "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{"
}

/// A complete request.
func post(_ path: String, _ body: String) -> String {
    "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
}
