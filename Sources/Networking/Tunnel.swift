import NIOCore
import NIOExtras
import NIOHTTP1
import Transport

/// The tunnel through a proxy for connections not made by the HTTP client: feeds, and inspections
/// of a server's certificate.
enum Tunnel {
    /// Asks the proxy for a connection to `address` once the proxy is connected. When the future
    /// succeeds, the channel is connected to the server itself.
    static func open(
        _ channel: any Channel, to address: WebAddress, through proxy: Proxy, within limit: Duration
    ) throws -> EventLoopFuture<Void> {
        let pipeline = channel.pipeline.syncOperations
        let opened = channel.eventLoop.makePromise(of: Void.self)
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        var headers = HTTPHeaders([("Host", "\(host):\(address.port)")])
        if let login = proxy.login {
            headers.add(name: "Proxy-Authorization", value: login.authorization)
        }
        let encoder = HTTPRequestEncoder()
        let decoder = ByteToMessageHandler(
            HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
        try pipeline.addHandlers([
            encoder, decoder,
            NIOHTTP1ProxyConnectHandler(
                targetHost: host, targetPort: address.port, headers: headers,
                deadline: .now() + TimeAmount(limit), promise: opened),
        ])
        return opened.futureResult.assumeIsolated().flatMap {
            pipeline.removeHandler(decoder).assumeIsolated().flatMap {
                pipeline.removeHandler(encoder)
            }.nonisolated()
        }.nonisolated()
    }
}
