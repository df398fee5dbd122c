import NIOCore
import NIOHTTP1
import Transport

/// Handlers before and after a connection's response decoder that keep the HTTP client from
/// trapping on malformed responses.
///
/// After a head with a status below 200 the client keeps waiting, and it traps if a body follows a
/// status below 100. The decoder reports no status until the whole head is valid; but a receiver
/// that answers `200` has accepted the post, no matter what is wrong with the rest.
enum AnswerGuard {
    /// A response that is not valid HTTP, or whose head never ends.
    struct Broken: Error {
        /// The status from its first line; nil if that could not be read.
        var status: Int?
    }

    /// Installs the handlers. Must be called on the event loop once the client has connected.
    static func stand(on channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        let line = StatusLine()
        try pipeline.addHandler(StatusReader(line), position: .before(decoder))
        try pipeline.addHandler(HeadGuard(line), position: .after(decoder))
    }
}

/// The status of the expected response, as far as its bytes show it.
private final class StatusLine {
    /// The number of bytes up to the end of the status.
    private static let length = 12

    private(set) var status: Int?
    private var isAwaited = false
    private var begun: [UInt8] = []
    private var isInLine = true

    /// A request is being sent.
    func startOver() {
        forget()
        isAwaited = true
    }

    /// The response is complete: its status does not apply to the next one.
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

    /// The status in `HTTP/1.1 200`; nil for anything but a status line, and for an interim
    /// response.
    private static func status(of line: [UInt8]) -> Int? {
        guard line.starts(with: Array("HTTP/1.".utf8)), line[8] == UInt8(ascii: " ") else {
            return nil
        }
        return Int(String(decoding: line[9...], as: UTF8.self)).flatMap {
            (200...599).contains($0) ? $0 : nil
        }
    }
}

/// Before the decoder: reads the status.
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

/// After the decoder: passes valid responses and ends others.
private final class HeadGuard: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    /// How long to wait for the rest of a head once its status is known.
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
                // A complete response leaves nothing to wait for.
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
