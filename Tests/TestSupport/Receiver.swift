package import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// A webhook's other side: a real HTTP server that keeps what it is sent, and hands it over.
package final class Receiver: Sendable {
    package struct Post: Sendable {
        package var headers: [String: String]
        package var body: Data

        /// What the manager calls it.
        package var id: String { headers["x-linekeeper-id"]?.removingPercentEncoding ?? "" }
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Everything as it comes.
    package let posts: AsyncStream<Post>
    private let told: AsyncStream<Post>.Continuation
    private let kept = Mutex<[String: [Post]]>([:])
    private let fails: @Sendable (Int) -> Bool

    /// - Parameter fails: whether it answers the n-th post of a name as if it had failed, after it has
    ///   taken it in.
    package init(fails: @escaping @Sendable (Int) -> Bool = { _ in false }) {
        (posts, told) = AsyncStream.makeStream()
        self.fails = fails
    }

    /// What was sent to the URL with this name behind it.
    package func posts(of name: String) -> [Post] { kept.withLock { $0[name] ?? [] } }

    package func forget(_ name: String) { kept.withLock { $0[name] = nil } }

    /// Serves while `body` runs, which is told the URL; a name can be put behind it.
    @discardableResult
    package func serving<Value: Sendable>(
        _ body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        try await withWebServer {
            $0.post("/hook") { [self] request, _ in try await take(request, "") }
            $0.post("/hook/:name") { [self] request, context in
                try await take(request, context.parameters.require("name"))
            }
        } body: { url in
            try await body(url + "/hook")
        }
    }

    private func take(_ request: Request, _ name: String) async throws -> HTTPResponse.Status {
        let body = try await request.body.collect(upTo: 1 << 20)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let post = Post(headers: headers, body: Data(body.readableBytesView))
        told.yield(post)
        let count = kept.withLock { kept in
            kept[name, default: []].append(post)
            return kept[name]?.count ?? 0
        }
        return fails(count) ? .internalServerError : .ok
    }
}
