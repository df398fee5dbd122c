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
        await withDiscardingTaskGroup { group in
            await watch(delivering: { alert in group.addTask { await deliver(alert) } })
            group.cancelAll()
        }
    }

    private func watch(delivering deliver: (Alert) -> Void) async {
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
            for alert in await keeper.tellTroubles(besides: seen) { deliver(alert) }
        }
    }

    /// The database cannot take the alert, so it is delivered from memory.
    private func deliver(_ alert: Alert) async {
        let names = await keeper.channels(for: alert)
        await DirectAlert(
            alert: alert,
            outlets: names.compactMap { name in outlets.first { $0.name == name } },
            world: keeper.world, logger: logger
        ).deliver()
    }
}
