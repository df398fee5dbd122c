import Lines
import Transport

/// Calls for subscriptions, ours and those of other programs.
extension VirtualSMS {
    static let webhookCommands: [ProviderCommand] = {
        let events = CommandOption("events", .several([]))
        let settings = [
            events, CommandOption("threshold", .amount), CommandOption("what", .text),
        ]
        return [
            ProviderCommand("webhooks", "Subscriptions and their state."),
            ProviderCommand(
                "webhook", takes: ["webhook"], "One subscription and its last failure."),
            ProviderCommand(
                "create-webhook", takes: ["url"], options: settings,
                "Subscribe an address of yours. The signing secret is shown only now.",
                changes: .settings),
            ProviderCommand(
                "edit-webhook", takes: ["webhook"],
                options: [CommandOption("url", .text)] + settings + [
                    CommandOption("active", .flag), CommandOption("paused", .flag),
                ], "Change a subscription; what you leave out stays.", changes: .settings),
            ProviderCommand(
                "delete-webhook", takes: ["webhook"], "Delete a subscription.",
                changes: .settings),
            ProviderCommand(
                "test-webhook", takes: ["webhook"], "Send a test event.", changes: .settings),
            ProviderCommand(
                "deliveries", takes: ["webhook"], options: [.limit(500), .page],
                "The latest calls of one subscription, 100 to a page unless you give a limit."),
        ]
    }()

    func tellOfWebhooks(
        _ name: String, _ words: CommandWords
    ) async throws(ProviderError) -> Answer<CommandTable> {
        switch name {
        case "webhooks": return try await webhooks().map(Self.table)
        case "webhook": return try await webhook(words[0]).map(\.card)
        case "create-webhook":
            return try await createWebhook(
                WebhookRequest(
                    url: words[0], events: words.several("events") ?? WebhookRequest.documented,
                    what: words.text("what"), threshold: words.amount("threshold"))
            ).map(\.card)
        case "edit-webhook": return try await edit(words)
        case "delete-webhook":
            return try await deleteWebhook(words[0]).map {
                CommandTable(["webhook": words[0], "state": "deleted"])
            }
        case "test-webhook":
            return try await testWebhook(words[0]).map {
                CommandTable(["delivery": $0.delivery, "event": $0.event, "kind": $0.kind])
            }
        case "deliveries":
            let limit = words.whole("limit") ?? 100
            let offset = ((words.whole("page") ?? 1) - 1) * limit
            return try await webhookDeliveries(of: words[0], limit: limit, offset: offset)
                .map { Self.table($0.entries) }
        default: throw .badRequest(["it has no \(name)"])
        }
    }

    private func edit(_ words: CommandWords) async throws(ProviderError) -> Answer<CommandTable> {
        var change = WebhookChange()
        change.url = words.text("url")
        change.events = words.several("events")
        change.what = words.text("what")
        change.threshold = words.amount("threshold")
        change.isActive = words.flag("active")
        change.isPaused = words.flag("paused")
        guard change != WebhookChange() else {
            throw .badRequest(["nothing to change: give at least one setting"])
        }
        return try await updateWebhook(words[0], change).map(\.card)
    }

    private static func table(_ webhooks: [Webhook]) -> CommandTable {
        CommandTable(
            [
                "id", "what", "url", "events", "state", "threshold", "failures",
                "last delivered", "last error",
            ],
            webhooks.map {
                [
                    $0.id, $0.what, $0.url, $0.events.joined(separator: " "), $0.standing,
                    $0.threshold?.description, "\($0.failures)", $0.lastDeliveredAt?.rfc3339,
                    $0.lastErrorCode,
                ]
            })
    }

    private static func table(_ deliveries: [WebhookDelivery]) -> CommandTable {
        CommandTable(
            ["id", "at", "event", "try", "status", "answered", "problem"],
            deliveries.map {
                [
                    $0.id, $0.createdAt?.rfc3339, $0.kind, "\($0.attempt)", $0.status,
                    $0.responseStatus.map { "\($0)" }, $0.error,
                ]
            })
    }
}

extension VirtualSMS.Webhook {
    fileprivate var standing: String { isPaused ? "paused" : isActive ? "active" : "off" }

    /// Everything about it. The secret is present only in the answer to its creation, and whoever
    /// subscribed needs it there.
    fileprivate var card: CommandTable {
        CommandTable([
            "id": id, "url": url, "events": events.joined(separator: " "), "state": standing,
            "threshold": threshold?.description, "failures": "\(failures)", "what": what,
            "created": createdAt?.rfc3339, "last delivered": lastDeliveredAt?.rfc3339,
            "last failed": lastErrorAt?.rfc3339, "last error": lastErrorCode,
            "secret": secret?.reveal(),
        ])
    }
}
