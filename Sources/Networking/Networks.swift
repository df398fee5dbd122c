import Synchronization
package import Transport

/// The manager's transports: one for each path, created on first use.
package final class Networks: Sendable {
    private let transports = Mutex<[NetworkPath: AsyncHTTPTransport]>([:])

    package init() {}

    package func transport(for path: NetworkPath) -> AsyncHTTPTransport {
        transports.withLock { transports in
            if let transport = transports[path] { return transport }
            let transport = AsyncHTTPTransport(path: path)
            transports[path] = transport
            return transport
        }
    }

    /// Ends every exchange of every transport, permanently.
    package func shutdown() async {
        let all = transports.withLock { Array($0.values) }
        await withDiscardingTaskGroup { group in
            for transport in all { group.addTask { await transport.shutdown() } }
        }
    }
}
