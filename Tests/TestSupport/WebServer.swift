package import Hummingbird
import Logging

/// Runs a real HTTP server on loopback during a test.
@discardableResult
package func withWebServer<Value: Sendable>(
    on address: BindAddress = .hostname("127.0.0.1", port: 0),
    routes: (Router<BasicRequestContext>) -> Void,
    body: @Sendable (_ url: String) async throws -> Value
) async throws -> Value {
    let router = Router()
    routes(router)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let server = Application(
        router: router, configuration: ApplicationConfiguration(address: address),
        onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
        logger: .silent)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { port.finish() }
            try await server.runService(gracefulShutdownSignals: [])
        }
        defer { group.cancelAll() }
        for await port in ports { return try await body("http://127.0.0.1:\(port)") }
        try await group.waitForAll()
        throw CancellationError()
    }
}
