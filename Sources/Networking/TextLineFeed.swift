import AsyncHTTPClient
import NIOCore
import NIOHTTP1
package import Transport

/// Passes on a body line by line while it arrives, no faster than the lines are read.
///
/// The client delivers the next part only when the future for the last one is fulfilled, and that
/// is delayed while enough lines are unread. The timeout for the other side's silence is suspended
/// meanwhile, because then the reader is slow. Everything happens on the event loop; the reader's
/// calls hop to it.
final class TextLineFeed: HTTPClientResponseDelegate, NIOAsyncSequenceProducerDelegate {
    private struct State {
        var sent = false
        var splitter: TextLineSplitter
        var exchange: HTTPClient.Task<Void>?
        var source: ReplyLines.Producer.Source?
        var lines: ReplyLines?
        var unread: EventLoopPromise<Void>?
        var watch: Scheduled<Void>?
    }

    /// The response's status, or why there is none.
    let head: EventLoopPromise<Int>

    private let host: String
    private let idle: TimeAmount
    private let longest: Int
    private let loop: any EventLoop
    private let state: NIOLoopBoundBox<State>

    init(host: String, idle: TimeAmount, longest: Int, loop: any EventLoop) {
        self.host = host
        self.idle = idle
        self.longest = longest
        self.loop = loop
        head = loop.makePromise()
        state = .makeBoxSendingValue(
            State(splitter: TextLineSplitter(longest: longest)), eventLoop: loop)
    }

    // MARK: The exchange

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        state.value.sent = true
        state.value.exchange = task
        watchSilence()
    }

    func didReceiveHead(
        task: HTTPClient.Task<Void>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        let made = ReplyLines.Producer.makeSequence(
            backPressureStrategy: .init(lowWatermark: 16, highWatermark: 64),
            finishOnDeinit: true, delegate: self)
        state.value.source = made.source
        state.value.lines = ReplyLines(made.sequence, host: host)
        watchSilence()
        self.head.succeed(Int(head.status.code))
        return loop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<Void>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        watchSilence()
        guard let lines = try? state.value.splitter.feed(buffer.readableBytesView) else {
            return loop.makeFailedFuture(TextLineSplitter.TooLong())
        }
        switch state.value.source?.yield(contentsOf: lines) {
        case .stopProducing:
            state.value.watch?.cancel()
            let unread = loop.makePromise(of: Void.self)
            state.value.unread = unread
            return unread.futureResult
        case .produceMore, .dropped, nil:
            return loop.makeSucceededVoidFuture()
        }
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        if let last = try state.value.splitter.finish() { _ = state.value.source?.yield(last) }
        end(nil)
    }

    /// Ends the exchange with an error. Called on the event loop, once.
    func fail(_ error: any Error) {
        let told = TransportError(
            error, host: host, sent: state.value.sent, limit: longest)
        head.fail(told)
        end(told)
    }

    private func end(_ error: TransportError?) {
        state.value.watch?.cancel()
        if let error {
            state.value.source?.finish(error)
        } else {
            state.value.source?.finish()
        }
        state.value.source = nil
        state.value.exchange = nil
    }

    private func watchSilence() {
        state.value.watch?.cancel()
        guard let exchange = state.value.exchange else { return }
        state.value.watch = loop.assumeIsolated().scheduleTask(in: idle) {
            exchange.fail(reason: ReplyLines.Idle())
        }
    }

    // MARK: The reader

    /// The lines, returned once. Nothing else may hold them, not even the promise: the release of
    /// the last reference shows that the reader has gone.
    func takeLines() -> ReplyLines {
        defer { state.value.lines = nil }
        return state.value.lines ?? ReplyLines([])
    }

    func produceMore() {
        loop.execute {
            self.watchSilence()
            self.resume()
        }
    }

    func didTerminate() {
        loop.execute {
            self.state.value.exchange?.cancel()
            self.resume()
        }
    }

    private func resume() {
        let unread = state.value.unread
        state.value.unread = nil
        unread?.succeed()
    }
}

extension AsyncHTTPTransport {
    package func lines(
        _ call: HTTPCall, idle: Duration, longest: Int
    ) async throws(TransportError) -> TextLineReply {
        if Task.isCancelled { throw .cancelled(host: call.host) }
        let feed = TextLineFeed(
            host: call.host, idle: TimeAmount(idle), longest: longest, loop: loop)
        let exchange = client.execute(
            request: try request(call), delegate: feed, eventLoop: .delegate(on: loop))
        exchange.futureResult.whenFailure { feed.fail($0) }
        do {
            return try await withTaskCancellationHandler {
                try await feed.head.futureResult.map { status in
                    TextLineReply(status: status, lines: feed.takeLines())
                }.get()
            } onCancel: {
                exchange.cancel()
            }
        } catch let error as TransportError {
            throw error
        } catch {
            throw .cancelled(host: call.host)
        }
    }
}
