package import HummingbirdCore
package import Logging
package import NIOCore
package import NIOHTTPTypes

/// HTTP/1 for a server with a doorkeeper that may stop at any moment.
///
/// The value created for a connection is kept until that connection is closed: a server that stops
/// between accepting and handling a connection drops the value, and the library traps if it is
/// dropped while the connection is open.
package struct GuardedHTTP: HTTPChannelHandler {
    package typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private let http: HTTP1Channel

    package init(
        door: Doorkeeper, patience: ConnectionPatience, responder: @escaping Responder
    ) {
        http = HTTP1Channel(
            responder: responder,
            configuration: .init(
                additionalChannelHandlers: [ConnectionWatch(door: door, patience: patience)]))
    }

    package var responder: Responder { http.responder }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        http.setup(channel: channel, logger: logger).map { value in
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(value) {} }
            return value
        }
    }

    package func handle(value: Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}

extension HTTPServerBuilder {
    package static func guarded(
        by door: Doorkeeper, patience: ConnectionPatience
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            GuardedHTTP(door: door, patience: patience, responder: responder)
        }
    }
}
