import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Passes a body on as lines while it arrives, no faster than they are read.
///
/// The client asks for the next piece only when the future of the last one is fulfilled, and that
/// is withheld while enough lines wait unread. The watch on the other side's silence stops
/// meanwhile: then it is the reader who is slow. All callbacks but the reader's come on the event
/// loop, and the reader's hop to it.
final class LineFeed: HTTPClientResponseDelegate, NIOAsyncSequenceProducerDelegate {
    private struct State {
        var sent = false
        var splitter: LineSplitter
        var exchange: HTTPClient.Task<Void>?
        var head: CheckedContinuation<LineReply, any Error>?
        var lines: ReplyLines.Producer.NewSequence?
        var source: ReplyLines.Producer.Source?
        var unread: EventLoopPromise<Void>?
        var watch: Scheduled<Void>?
    }

    private let host: String
    private let idle: TimeAmount
    private let longest: Int
    private let loop: any EventLoop
    private let state: Mutex<State>

    init(host: String, idle: TimeAmount, longest: Int, loop: any EventLoop) {
        self.host = host
        self.idle = idle
        self.longest = longest
        self.loop = loop
        state = Mutex(State(splitter: LineSplitter(longest: longest)))
    }

    func expectHead(_ continuation: CheckedContinuation<LineReply, any Error>) {
        state.withLock { $0.head = continuation }
    }

    // MARK: The exchange

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        state.withLock {
            $0.sent = true
            $0.exchange = task
        }
        watchSilence()
    }

    func didReceiveHead(
        task: HTTPClient.Task<Void>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        let made = ReplyLines.Producer.makeSequence(
            backPressureStrategy: .init(lowWatermark: 16, highWatermark: 64),
            finishOnDeinit: true, delegate: self)
        let waiting = state.withLock { state in
            state.source = made.source
            defer { state.head = nil }
            return state.head
        }
        watchSilence()
        waiting?.resume(
            returning: LineReply(
                status: Int(head.status.code), lines: ReplyLines(made.sequence)))
        return loop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<Void>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        let split = state.withLock { state in
            Result { () throws(LineSplitter.TooLong) in
                try state.splitter.feed(buffer.readableBytesView)
            }
        }
        guard case .success(let lines) = split else {
            return loop.makeFailedFuture(ReplyCollector.TooLarge())
        }
        return pass(on: lines)
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        let (source, last) = end { state in try? state.splitter.finish() }
        if let last { _ = source?.yield(last) }
        source?.finish()
    }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        fail(error)
    }

    func fail(_ error: any Error) {
        let (waiting, sent) = state.withLock { state in
            defer { state.head = nil }
            return (state.head, state.sent)
        }
        let told = TransportError(error, host: host, sent: sent, limit: longest)
        let (source, _) = end { _ in nil }
        waiting?.resume(throwing: told)
        source?.finish(told)
    }

    // MARK: The reader

    func produceMore() {
        loop.execute {
            let unread = self.state.withLock { state in
                defer { state.unread = nil }
                return state.unread
            }
            self.watchSilence()
            unread?.succeed()
        }
    }

    func didTerminate() {
        loop.execute {
            let (exchange, unread) = self.state.withLock { state in
                defer { state.unread = nil }
                return (state.exchange, state.unread)
            }
            exchange?.cancel()
            unread?.fail(CancellationError())
        }
    }
}
