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

    let limit: Int
    /// How long a body is waited for once its head has come; as long as the deadline allows when nil.
    private let patience: Duration?
    private let state = Mutex(State())

    init(limit: Int, patience: Duration? = nil) {
        self.limit = limit
        self.patience = patience
    }

    /// The answer as far as it has come; nil when not even its head has.
    var begun: HTTPReply? {
        state.withLock { $0.reply.status == 0 ? nil : $0.reply }
    }

    /// Whether the request's head was written, whole, to a connection. While it was not, the other
    /// side cannot have acted.
    var sent: Bool { state.withLock { $0.sent } }

    /// The first line of an answer, of which nothing else was understood.
    func note(_ status: Int) {
        state.withLock { if $0.reply.status == 0 { $0.reply.status = status } }
    }

    func didSendRequestHead(task: HTTPClient.Task<HTTPReply>, _ head: HTTPRequestHead) {
        state.withLock { $0.sent = true }
    }

    func didReceiveHead(
        task: HTTPClient.Task<HTTPReply>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        // A length that is announced and too large need not be read to be refused.
        let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        let fits = announced <= limit
        state.withLock {
            $0.reply.status = Int(head.status.code)
            $0.reply.headers = head.headers.map { (name: $0.name, value: $0.value) }
            // Growing step by step would hold it twice at times.
            if fits { $0.reply.body.reserveCapacity(max(0, announced)) }
        }
        guard fits || patience != nil else {
            return task.eventLoop.makeFailedFuture(TooLarge())
        }
        if let patience {
            let late = task.eventLoop.scheduleTask(in: TimeAmount(patience)) { task.cancel() }
            task.futureResult.whenComplete { _ in late.cancel() }
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<HTTPReply>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        let fits = state.withLock { state in
            let room = limit - state.reply.body.count
            guard buffer.readableBytes <= room else {
                if patience != nil {
                    state.reply.body.append(contentsOf: buffer.readableBytesView.prefix(room))
                }
                return false
            }
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
