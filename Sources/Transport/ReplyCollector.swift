import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Gathers one answer, and knows whether the request had gone out when it failed.
final class ReplyCollector: HTTPClientResponseDelegate {
    struct TooLarge: Error {}

    private struct State {
        var sent = false
        var reply = HTTPReply(status: 0)
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether the request's head was written, whole, to a connection. While it was not, the other
    /// side cannot have acted.
    var sent: Bool { state.withLock { $0.sent } }

    func didSendRequestHead(task: HTTPClient.Task<HTTPReply>, _ head: HTTPRequestHead) {
        state.withLock { $0.sent = true }
    }

    func didReceiveHead(
        task: HTTPClient.Task<HTTPReply>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        // A length that is announced and too large need not be read to be refused.
        let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard announced <= limit else { return task.eventLoop.makeFailedFuture(TooLarge()) }
        state.withLock {
            $0.reply.status = Int(head.status.code)
            $0.reply.headers = head.headers.map { (name: $0.name, value: $0.value) }
            // Growing step by step would hold it twice at times.
            $0.reply.body.reserveCapacity(max(0, announced))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<HTTPReply>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        let fits = state.withLock { state in
            guard state.reply.body.count + buffer.readableBytes <= limit else { return false }
            state.reply.body.append(contentsOf: buffer.readableBytesView)
            return true
        }
        return fits
            ? task.eventLoop.makeSucceededVoidFuture()
            : task.eventLoop.makeFailedFuture(TooLarge())
    }

    func didFinishRequest(task: HTTPClient.Task<HTTPReply>) -> HTTPReply {
        state.withLock { $0.reply }
    }
}
