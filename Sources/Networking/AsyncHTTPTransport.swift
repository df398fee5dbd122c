import AsyncHTTPClient
import Lines
import NIOCore
import NIOHTTP1
import NIOPosix
package import Transport

/// The real network, using AsyncHTTPClient.
///
/// Each call is sent at most once. The client never sends a request a second time (as read in its
/// 1.37 sources); it can only retry connecting, and that is turned off too, so that a refused
/// connection is reported at once. Redirects are returned unchanged, bodies are not decompressed,
/// and only HTTP/1.1 is used, in which one connection carries one request and its loss is
/// unambiguous.
///
/// Everything runs on one event loop, so that "the head was written" and "the deadline passed" have
/// a fixed order: it decides between `unreachable` and `answerLost`. Deadlines are in real time
/// even in a world that runs faster, because the other side answers in real time.
package struct AsyncHTTPTransport: StreamingTransport {
    /// How long to wait for the body of a response whose status says enough.
    private static let afterthought = Duration.seconds(2)

    let client: HTTPClient
    let loop: any EventLoop
    private let path: NetworkPath

    /// - Parameters:
    ///   - path: the network path for all calls of this transport.
    ///   - connect: the maximum time for connecting and the TLS handshake.
    ///   - idle: how long a connection is kept for the next request. Shorter than servers usually
    ///     allow (five seconds and more), so that a paid call seldom meets a connection that is
    ///     just closing.
    package init(
        path: NetworkPath = .direct, connect: Duration = .seconds(10),
        idle: Duration = .seconds(4)
    ) {
        self.path = path
        loop = MultiThreadedEventLoopGroup.singleton.next()
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = TimeAmount(connect)
        configuration.connectionPool.idleTimeout = TimeAmount(idle)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture { try AnswerGuard.stand(on: channel) }
        }
        configuration.tlsConfiguration = path.tls
        configuration.proxy = path.proxy.map { proxy in
            .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.login.map {
                    .basic(username: $0.name, password: $0.password.reveal())
                })
        }
        client = HTTPClient(eventLoopGroupProvider: .shared(loop), configuration: configuration)
    }

    /// Ends every exchange and closes every connection. Must be called once before the last copy of
    /// the value is released; later calls are `unreachable`.
    ///
    /// Waits at most a second, because the client would wait for connections still being made.
    package func shutdown() async {
        let done = loop.makePromise(of: Void.self)
        client.shutdown { _ in done.succeed() }
        let patience = loop.scheduleTask(in: .seconds(1)) { done.succeed() }
        try? await done.futureResult.get()
        patience.cancel()
    }

    package func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        try await exchange(call, ReplyCollector(limit: limit), deadline)
    }

    package func deliver(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let collector = ReplyCollector(limit: limit, patience: Self.afterthought)
        do throws(TransportError) {
            return try await exchange(call, collector, deadline)
        } catch {
            guard let begun = collector.begun else { throw error }
            return begun
        }
    }

    private func exchange(
        _ call: HTTPCall, _ collector: ReplyCollector, _ deadline: Duration
    ) async throws(TransportError) -> HTTPReply {
        if Task.isCancelled { throw .cancelled(host: call.host) }
        let task = client.execute(
            request: try request(call), delegate: collector,
            deadline: .now() + TimeAmount(deadline))
        do {
            return try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            if let status = (error as? AnswerGuard.Broken)?.status { collector.note(status) }
            if !collector.sent, let trouble = TLSTrouble(error),
                let address = try? WebAddress(call.url)
            {
                let look = CertificateLook(path: path, loop: loop)
                throw .untrusted(
                    host: call.host,
                    await look.trouble(at: address, seeming: trouble, now: World.machineTime()))
            }
            throw TransportError(
                error, host: call.host, sent: collector.sent, limit: collector.limit,
                proxy: path.proxy)
        }
    }

    /// The client's own form of a call, validated as far as possible without sending it.
    func request(_ call: HTTPCall) throws(TransportError) -> HTTPClient.Request {
        // A URL with a socket path as its host is always one of our own.
        let url =
            call.url.hasPrefix("http+unix://")
            ? call.url : try WebAddress(called: call.url, schemes: [.https, .http]).url
        do {
            return try HTTPClient.Request(
                url: url, method: HTTPMethod(rawValue: call.method.rawValue),
                headers: HTTPHeaders(call.headers.map { ($0.name, $0.value) }),
                body: call.body.map { .bytes($0) })
        } catch {
            throw .badURL(call.printableURL, reason: "cannot be read")
        }
    }
}

extension TimeAmount {
    /// At most a year, so that no duration can overflow the nanoseconds of a deadline.
    init(_ duration: Duration) {
        self = .milliseconds(min(max(duration, .zero), .days(365)).milliseconds)
    }
}
