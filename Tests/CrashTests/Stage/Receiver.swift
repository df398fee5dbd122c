import Foundation
import Hummingbird
import Logging
import Synchronization

/// The receiver of webhooks, shared by all runs: keeps the posts of each under its own path.
final class Receiver: Sendable {
    struct Post: Sendable {
        var id: String
        var body: String
    }

    private let posts = Mutex<[String: [Post]]>([:])

    func posts(of run: String) -> [Post] { posts.withLock { $0[run] ?? [] } }

    func forget(_ run: String) { posts.withLock { $0[run] = nil } }

    /// Serves while `body` runs. `body` gets the URL to which a run's name is appended.
    func serving<Value: Sendable>(
        _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { told.yield($0.localAddress?.port ?? 0) },
            logger: .init(label: "receiver", factory: { _ in Logging.SwiftLogNoOpLogHandler() }))
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await body("http://127.0.0.1:\(port)/hook") }
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else {
                throw Trouble("the receiver ended")
            }
            return value
        }
    }

    private var router: Router<BasicRequestContext> {
        let router = Router()
        router.post("/hook/:run") { [self] request, context in
            let run = try context.parameters.require("run")
            let data = Data(try await request.body.collect(upTo: 1 << 20).readableBytesView)
            let id = request.headers.first { $0.name.canonicalName == "x-linekeeper-id" }
            let post = Post(
                id: id?.value.removingPercentEncoding ?? "",
                body: String(decoding: data, as: UTF8.self))
            let count = posts.withLock { posts in
                posts[run, default: []].append(post)
                return posts[run]?.count ?? 0
            }
            // Sometimes it fails after accepting the message, as receivers do.
            return count % 7 == 3 ? HTTPResponse.Status.internalServerError : .ok
        }
        return router
    }
}
