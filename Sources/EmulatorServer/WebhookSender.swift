import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ProviderEmulator

/// Makes the webhook calls of emulated providers to their subscribers.
struct WebhookSender: Sendable {
    /// A receiver that takes longer counts as failed, as with real providers.
    private static let patience = TimeAmount.seconds(10)

    let emulation: SharedEmulation

    /// Runs until the task is cancelled.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            while true {
                for (provider, call) in emulation.dueWebhookCalls() {
                    group.addTask {
                        let status = await send(call)
                        emulation.recordWebhookCall(call.id, by: provider, status: status)
                    }
                }
                try await PushInterval.wait()
            }
        }
    }

    private func send(_ call: WebhookCall) async -> Int? {
        var request = HTTPClientRequest(url: call.url)
        request.method = .POST
        for (name, value) in call.headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: call.body))
        let answer = try? await HTTPClient.shared.execute(request, timeout: Self.patience)
        return answer.map { Int($0.status.code) }
    }
}
