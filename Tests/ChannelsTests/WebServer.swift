import Foundation
import Hummingbird
import Logging
import NIOCore

/// Runs a real HTTP server on loopback for the duration of a test.
func withWebServer<Value: Sendable>(
    on address: BindAddress = .hostname("127.0.0.1", port: 0),
    routes: (Router<BasicRequestContext>) -> Void,
    body: @Sendable (_ url: String) async throws -> Value
) async throws -> Value {
    let router = Router()
    routes(router)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "receiver")
    logger.logLevel = .critical
    let server = Application(
        router: router, configuration: ApplicationConfiguration(address: address),
        onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
        logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.runService(gracefulShutdownSignals: []) }
        var iterator = ports.makeAsyncIterator()
        let url = "http://127.0.0.1:\(await iterator.next() ?? 0)"
        let value = try await body(url)
        group.cancelAll()
        return value
    }
}
