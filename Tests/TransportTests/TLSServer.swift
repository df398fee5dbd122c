import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import TestSupport

/// A server with one of the tests' certificates that says hello to every request that reaches it.
enum TLSServer {
    /// The folder of the certificates; `ca.crt` signed all of them but the self-signed one.
    static func certificate(_ name: String) -> String {
        SourceTree.root.appending(path: "Tests/TransportTests/Certificates/\(name)").path
    }

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: certificate(name), encoding: .utf8)
    }

    /// Serves while `body` runs.
    ///
    /// - Parameter demands: the lowest TLS version it accepts.
    static func run(
        _ name: String, demands: TLSVersion = .tlsv12, most: TLSVersion = .tlsv13,
        _ body: (_ port: Int) async throws -> Void
    ) async throws {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate(name)).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate(name), format: .pem)))
        tls.minimumTLSVersion = demands
        tls.maximumTLSVersion = most
        let context = try NIOSSLContext(configuration: tls)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), Hello(),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(server.localAddress?.port ?? 0)
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    private final class Hello: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
