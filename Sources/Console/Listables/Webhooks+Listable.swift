import Control
import Lines

/// A webhook of a provider, as its table of webhooks or its answer to a change tells it.
struct WebhookEntry: Listable {
    static let nothing: SafeText = "No webhooks. `webhooks --create ADDRESS` makes one."

    static let columns: [Column<WebhookEntry>] = [
        Column("account", "ACCOUNT", rank: 4) { .text($0.account) },
        Column("id", "ID") { Cell($0.webhook.id) },
        Column("url", "URL", least: 24) { Cell($0.webhook.url) },
        Column("events", "EVENTS", rank: 1, least: 16) { .list($0.webhook.events) },
        Column("state", "STATE") { Cell($0.webhook.state) },
        Column("threshold", "THRESHOLD", rank: 3, alignment: .right) {
            Cell(decimal: $0.webhook.threshold)
        },
        Column("description", "DESCRIPTION", rank: 5, least: 16) { Cell($0.webhook.description) },
        Column("failures", "FAILED", rank: 2, alignment: .right) { Cell($0.webhook.failures) },
        Column("last_delivered_at", "DELIVERED", rank: 3) { Cell($0.webhook.lastDeliveredAt) },
        Column("last_error", "ERROR", rank: 3) { Cell($0.webhook.lastError) },
    ]

    let account: String
    let webhook: CreatedWebhook

    init(of account: String, _ facts: [String: String]) {
        self.account = account
        webhook = CreatedWebhook(facts)
    }

    init(of account: String, card: TableRecord) { self.init(of: account, card.facts) }
}

/// A webhook that was just created, with its secret.
struct CreatedWebhook: Listable {
    static let nothing: SafeText = "Nothing was created."

    static let columns: [Column<CreatedWebhook>] = [
        Column("id") { Cell($0.id) }, Column("url") { Cell($0.url) },
        Column("events") { .list($0.events) }, Column("state") { Cell($0.state) },
        Column("threshold") { Cell(decimal: $0.threshold) },
        Column("description") { Cell($0.description) }, Column("secret") { Cell($0.secret) },
    ]

    let id: String?
    let url: String?
    let events: [String]
    let state: String?
    let threshold: String?
    let description: String?
    let failures: Int64?
    let lastDeliveredAt: Instant?
    let lastError: String?
    let secret: String?

    init(card: TableRecord) { self.init(card.facts) }

    fileprivate init(_ facts: [String: String]) {
        id = facts["id"]
        url = facts["url"]
        events = (facts["events"] ?? "").split(separator: " ").map(String.init)
        state = facts["state"]
        // The amount, without its currency.
        threshold = facts["threshold"]?.split(separator: " ").first.map(String.init)
        description = facts["what"]
        failures = facts["failures"].flatMap { Int64($0) }
        lastDeliveredAt = facts["last delivered"].flatMap { Instant(rfc3339: $0) }
        lastError = facts["last error"]
        secret = facts["secret"]
    }
}

/// One call of a webhook.
struct WebhookDeliveryEntry: Listable {
    static let nothing: SafeText = "No calls yet."

    static let columns: [Column<WebhookDeliveryEntry>] = [
        Column("id", "ID", rank: 2) { Cell($0.id) },
        Column("at", "AT") { Cell($0.at) },
        Column("event", "EVENT") { Cell($0.event) },
        Column("try", "TRY", alignment: .right) { Cell($0.attempt) },
        Column("status", "STATUS") { Cell($0.status) },
        Column("answered", "ANSWERED", alignment: .right) { Cell($0.answered) },
        Column("problem", "PROBLEM", rank: 1, least: 24) { Cell($0.problem) },
    ]

    let id: String?
    let at: Instant?
    let event: String?
    let attempt: Int64?
    let status: String?
    /// The HTTP status of the answer.
    let answered: Int64?
    let problem: String?

    init(_ facts: [String: String]) {
        id = facts["id"]
        at = facts["at"].flatMap { Instant(rfc3339: $0) }
        event = facts["event"]
        attempt = facts["try"].flatMap { Int64($0) }
        status = facts["status"]
        answered = facts["answered"].flatMap { Int64($0) }
        problem = facts["problem"]
    }
}

extension TableRecord {
    /// The rows by column name, without unknown values.
    var objects: [[String: String]] {
        rows.map { row in
            Dictionary(
                zip(columns, row).compactMap { name, value in value.map { (name, $0) } },
                uniquingKeysWith: { first, _ in first })
        }
    }

    /// The facts about one subject: each row has a name and a value.
    var facts: [String: String] {
        Dictionary(
            rows.compactMap { row in
                guard row.count == 2, let name = row[0], let value = row[1] else { return nil }
                return (name, value)
            }, uniquingKeysWith: { first, _ in first })
    }
}
