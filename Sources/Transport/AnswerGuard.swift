import NIOCore
import NIOHTTP1

/// Stands on both sides of the decoder of a connection, and keeps from the client what it traps on.
///
/// The client waits on after a head below 200 and traps on the body that follows one below 100. And
/// the decoder tells of no status before the whole head was right; but whoever was posted to and
/// answers `200` has taken the post, whatever is wrong behind it.
enum AnswerGuard {
    /// An answer that is no proper HTTP, or whose head does not come to an end.
    struct Broken: Error {
        /// What its first line says; nil when it was not understood.
        var status: Int?
    }

    /// To be called on the event loop, when the client has made its connection.
    static func stand(on channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        let line = StatusLine()
        try pipeline.addHandler(StatusReader(line), position: .before(decoder))
        try pipeline.addHandler(HeadGuard(line), position: .after(decoder))
    }
}

/// The status of the answer that is awaited, as far as its bytes tell.
private final class StatusLine {
    /// As much of a line as holds a status.
    private static let length = 12

    private(set) var status: Int?
    private var isAwaited = false
    private var begun: [UInt8] = []
    private var isInLine = true

    /// A request goes out.
    func startOver() {
        forget()
        isAwaited = true
    }

    /// Its answer is whole: what is known of it says nothing of the next one.
    func forget() {
        status = nil
        isAwaited = false
        begun = []
        isInLine = true
    }

    func read(_ bytes: ByteBufferView) {
        guard isAwaited, status == nil else { return }
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                begun = []
                isInLine = true
            } else if isInLine {
                begun.append(byte)
                guard begun.count == Self.length else { continue }
                isInLine = false
                status = Self.status(of: begun)
                if status != nil { return }
            }
        }
    }

    /// Of `HTTP/1.1 200`; nil for what is no first line, and for what only says that more will come.
    private static func status(of line: [UInt8]) -> Int? {
        guard line.starts(with: Array("HTTP/1.".utf8)), line[8] == UInt8(ascii: " ") else {
            return nil
        }
        return Int(String(decoding: line[9...], as: UTF8.self)).flatMap {
            (200...599).contains($0) ? $0 : nil
        }
    }
}

/// Before the decoder: reads along.
private final class StatusReader: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let line: StatusLine

    init(_ line: StatusLine) {
        self.line = line
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = Self.unwrapOutboundIn(data) { line.startOver() }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        line.read(Self.unwrapInboundIn(data).readableBytesView)
        context.fireChannelRead(data)
    }
}

/// Behind the decoder: lets through what makes an answer, and ends what does not.
private final class HeadGuard: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    /// How long the rest of a head is waited for once its status is known.
    private static let patience = TimeAmount.seconds(10)

    private let line: StatusLine
    private var isInBody = false
    private var isBroken = false
    private var late: Scheduled<Void>?

    init(_ line: StatusLine) {
        self.line = line
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isBroken else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            late?.cancel()
            late = nil
            guard head.status.code >= 100 else { return end(context) }
            isInBody = head.status.code >= 200 || head.status == .switchingProtocols
        case .body:
            guard isInBody else { return end(context) }
        case .end:
            isInBody = false
            line.forget()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if line.status != nil, !isInBody, late == nil, !isBroken {
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            late = context.eventLoop.scheduleTask(in: Self.patience) {
                let (own, context) = bound.value
                own.late = nil
                // An answer that is whole leaves nothing to wait for.
                guard own.line.status != nil, !own.isInBody else { return }
                own.end(context)
            }
        }
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        late?.cancel()
        late = nil
        guard !isInBody, let status = line.status else { return context.fireErrorCaught(error) }
        isBroken = true
        context.fireErrorCaught(AnswerGuard.Broken(status: status))
    }

    func channelInactive(context: ChannelHandlerContext) {
        late?.cancel()
        late = nil
        context.fireChannelInactive()
    }

    private func end(_ context: ChannelHandlerContext) {
        guard !isBroken else { return }
        isBroken = true
        context.fireErrorCaught(AnswerGuard.Broken(status: line.status))
        context.close(promise: nil)
    }
}
