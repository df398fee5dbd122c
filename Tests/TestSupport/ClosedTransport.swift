package import Networking

/// A transport that is closed again, however the work ends.
@discardableResult
package func withTransport<Value>(
    connect: Duration = .seconds(60), _ work: (AsyncHTTPTransport) async throws -> Value
) async throws -> Value {
    let transport = AsyncHTTPTransport(connect: connect)
    do {
        let value = try await work(transport)
        await transport.shutdown()
        return value
    } catch {
        await transport.shutdown()
        throw error
    }
}
