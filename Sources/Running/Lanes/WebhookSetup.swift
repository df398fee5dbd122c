import Accounts
import Keeping
import Lines
import Logging
import Providers
import Storage
import Transport

/// Keeps webhook subscriptions alive at providers where a call can set them up: providers pause
/// webhooks that fail too often, and people delete them.
struct WebhookSetup: Sendable {
    private static let interval = Duration.hours(1)
    private static let shortest = Duration.seconds(10)

    let keeper: Keeper
    let commands: CommandService
    let endpoints: PushEndpoints
    let notes: WebhookNotes
    let logger: Logger

    /// Works until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for name in endpoints.endpoints.keys.sorted() {
                guard let address = endpoints.address(of: name) else { continue }
                group.addTask { await look(after: name, at: address) }
            }
            // The service group would treat the end of this task as the end of the manager.
            group.addTask {
                while !Task.isCancelled { try? await keeper.world.sleep(Self.interval) }
            }
        }
    }

    private func look(after name: String, at address: String) async {
        guard let account = try? await keeper.account(named: name),
            account.provider.capabilities.offers(.subscribe)
        else { return }
        var pause = Self.shortest
        while !Task.isCancelled {
            do {
                try await mend(account, at: address)
                notes.note(name, isLost: false)
                pause = Self.shortest
                try? await keeper.world.sleep(Self.interval)
            } catch {
                notes.note(name, isLost: true)
                logger.warning(
                    "the webhook of an account could not be set up",
                    metadata: ["account": "\(name)", "reason": "\(error)"])
                try? await keeper.world.sleep(pause)
                pause = min(pause * 2, Self.interval)
            }
        }
    }

    private func mend(_ account: Account, at address: String) async throws {
        guard var endpoint = await keeper.pushEndpoint(of: account.name) else { return }
        let known = endpoint.subscription.flatMap { id in
            endpoint.secret.map { Subscription(id: id, secret: $0) }
        }
        let threshold = await keeper.balanceBelow
        let held = try await commands.call(account) { provider throws(ProviderError) in
            try await provider.subscribe(at: address, knowing: known, warningBelow: threshold)
        }
        guard held != known else { return }
        endpoint.subscription = held.id
        endpoint.secret = held.secret
        try await keeper.keep(endpoint)
    }
}
