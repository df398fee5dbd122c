import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import Transport

/// Collects one response, and knows whether the request had been sent if it failed.
final class ReplyCollector: HTTPClientResponseDelegate {
    struct TooLarge: Error {}

    private struct State {
        var sent = false
        var reply = HTTPReply(status: 0)
    }

    let limit: Int
    /// How long to wait for a body after its head has arrived; up to the deadline if nil.
    private let patience: Duration?
    private let state = Mutex(State())

    init(limit: Int, patience: Duration? = nil) {
        self.limit = limit
        self.patience = patience
    }

    /// The response received until now; nil before its head.
    var begun: HTTPReply? {
        state.withLock { $0.reply.status == 0 ? nil : $0.reply }
    }

    /// Whether the request's head was written completely to a connection. If it was not, the other
    /// side cannot have acted.
    var sent: Bool { state.withLock { $0.sent } }

    /// Records the status of a response of which nothing else could be parsed.
    func note(_ status: Int) {
        state.withLock { if $0.reply.status == 0 { $0.reply.status = status } }
    }

    func didSendRequestHead(task: HTTPClient.Task<HTTPReply>, _ head: HTTPRequestHead) {
        state.withLock { $0.sent = true }
    }

    func didReceiveHead(
        task: HTTPClient.Task<HTTPReply>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        // A body announced as too large is refused without reading it.
        let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        let fits = announced <= limit
        state.withLock {
            $0.reply.status = Int(head.status.code)
            $0.reply.headers = head.headers.map { (name: $0.name, value: $0.value) }
            // Growing step by step would temporarily need twice the memory.
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
