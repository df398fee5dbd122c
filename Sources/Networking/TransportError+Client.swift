import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Transport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Translates the client's errors for a caller who needs to know whether the other side acted.
///
/// The kind of error does not tell: a reset can come during the TLS handshake or after the order
/// was placed. Only the bytes written decide that, and the error itself only supplies the reason
/// shown. Reasons never quote the request, which may hold a key.
extension TransportError {
    init(
        _ error: any Error, host: String, sent: Bool, limit: Int, proxy: Proxy? = nil
    ) {
        switch error {
        case is CancellationError:
            self = .cancelled(host: host)
        case let error as HTTPClientError where error == .cancelled:
            self = .cancelled(host: host)
        case is ReplyCollector.TooLarge, is TextLineSplitter.TooLong:
            self = .tooLarge(host: host, limit: limit)
        default:
            var reason = TransportError.reason(error)
            if let proxy, !sent { reason = "by the proxy \(proxy.authority): \(reason)" }
            self =
                sent
                ? .answerLost(host: host, reason: reason)
                : .unreachable(host: host, reason: reason)
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: reason(client: error)
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { reason($0.error) } ?? "its name has no address"
        case let error as IOError: reason(errno: error.errnoCode)
        case let error as ChannelError where error.isConnectTimeout:
            "its address did not answer in time"
        case is HTTPParserError, is AnswerGuard.Broken:
            "its answer is not valid HTTP or is incomplete"
        case is ReplyLines.Idle: "it sent nothing for too long"
        case is SocketAddressError: "its address cannot be used"
        default:
            // The TLS library has too many errors to translate, and their descriptions are for
            // programmers.
            String(describing: type(of: error)).contains("SSL")
                ? "the TLS connection failed" : "the connection failed"
        }
    }

    private static func reason(client error: HTTPClientError) -> String {
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout: "the time limit passed"
        case .connectTimeout, .getConnectionFromPoolTimeout: "no connection was made in time"
        case .tlsHandshakeTimeout: "the TLS handshake took too long"
        case .remoteConnectionClosed: "it closed the connection"
        case .alreadyShutdown: "the program is stopping"
        case .proxyAuthenticationRequired: "it requires a name and password"
        case .invalidProxyResponse: "it refuses the connection"
        case .httpProxyHandshakeTimeout: "it did not answer in time"
        default: error.shortDescription
        }
    }

    private static func reason(errno code: Int32) -> String {
        switch code {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "connection reset"
        case ENOENT: "no such socket"
        case EACCES, EPERM: "permission denied"
        case ENETUNREACH, EHOSTUNREACH: "no route to it"
        case ETIMEDOUT: "its address did not answer in time"
        default: String(cString: strerror(code)).lowercased()
        }
    }
}

extension ChannelError {
    fileprivate var isConnectTimeout: Bool {
        if case .connectTimeout = self { true } else { false }
    }
}
