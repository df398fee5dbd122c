import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Makes the webhook calls of emulated providers to their subscribers.
struct Postman: Sendable {
    /// A receiver that takes longer counts as failed, as with real providers.
    private static let patience = TimeAmount.seconds(10)

    let emulation: SharedEmulation

    /// Runs until the task is cancelled.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            while true {
                for (provider, post) in emulation.duePosts() {
                    group.addTask {
                        let status = await send(post)
                        emulation.posted(post.id, by: provider, status: status)
                    }
                }
                try await Pulse.beat()
            }
        }
    }

    private func send(_ post: EmulatedPost) async -> Int? {
        var request = HTTPClientRequest(url: post.url)
        request.method = .POST
        for (name, value) in post.headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: post.body))
        let answer = try? await HTTPClient.shared.execute(request, timeout: Self.patience)
        return answer.map { Int($0.status.code) }
    }
}
