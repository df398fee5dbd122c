import Channels
import Keeping
import Lines
import Logging
import Scripting
import Storage
import Transport

/// Looks every few seconds at what is wrong, and has the keeper tell a person.
///
/// The keeper knows its accounts, lines and forwards. The state of the scripts, of the database, of
/// the disk and of webhook subscriptions is collected here.
struct AlertWatch: Sendable {
    private static let interval = Duration.seconds(5)

    let keeper: Keeper
    let scripts: ScriptRunner
    let outlets: [any Channel]
    let webhooks: WebhookNotes
    /// The free space on the disk of the home, in bytes; nil if it is not known.
    let freeSpace: @Sendable () -> Int64?
    let logger: Logger

    /// Watches until the task is cancelled.
    func run() async {
        var full = false
        while !Task.isCancelled {
            try? await keeper.world.sleep(Self.interval)
            guard !Task.isCancelled, let rules = await keeper.settings.alerts?.rules else { return }
            let machine = MachineTroubles(
                store: keeper.store.trouble, freeSpace: freeSpace(), wasFull: full,
                path: keeper.store.path, rules: rules)
            full = machine.isFull
            let seen =
                machine.found + (await scripts.troubles(by: rules))
                + webhooks.accounts.map(Trouble.init(webhookOf:))
            for alert in await keeper.tellTroubles(besides: seen) { await deliver(alert) }
        }
    }

    /// The database cannot take the alert, so it is delivered from memory: once, without another
    /// try.
    private func deliver(_ alert: Alert) async {
        let names = await keeper.channels(for: alert)
        guard let outlet = names.compactMap({ name in outlets.first { $0.name == name } }).first
        else { return }
        let now = keeper.world.now()
        let delivery = Delivery(
            id: keeper.world.identifier(), attempt: 1, content: alert.content, message: nil,
            createdAt: now, now: now)
        do {
            _ = try await outlet.deliver(delivery)
        } catch {
            logger.error(
                "an alert could not be delivered",
                metadata: ["channel": "\(outlet.name)", "reason": "\(error)"])
        }
    }
}
