import Foundation
import Hummingbird
import Logging
import NIOCore

/// The receiver of a webhook: a real HTTP server that passes on the posts.
struct Receiver: Sendable {
    struct Post: Sendable {
        var headers: [String: String]
        var body: Data
    }

    let posts: AsyncStream<Post>
    private let yield: AsyncStream<Post>.Continuation

    init() {
        (posts, yield) = AsyncStream.makeStream(of: Post.self)
    }

    /// Serves while `body` runs with the URL.
    func serving(_ body: @escaping @Sendable (String) async throws -> Void) async throws {
        let router = Router()
        let yield = yield
        router.post("/hook") { request, _ in
            let data = Data(try await request.body.collect(upTo: 1 << 20).readableBytesView)
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            yield.yield(Post(headers: headers, body: data))
            return HTTPResponse.Status.ok
        }
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { told.yield($0.localAddress?.port ?? 0) },
            logger: .init(label: "receiver", factory: { _ in Logging.SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                for await port in ports {
                    try await body("http://127.0.0.1:\(port)/hook")
                    return
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
