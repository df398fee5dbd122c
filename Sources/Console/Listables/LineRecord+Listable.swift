import Control
import Lines

extension LineRecord: Listable {
    static let nothing: SafeText = "No lines. See offers for what can be bought."

    static let columns: [Column<LineRecord>] = [
        Column("id", "ID", alignment: .right) { .integer($0.id) },
        Column(tableOnly: "NUMBER") { line, _ in line.number ?? "" },
        Column(tableOnly: "LABEL", rank: 2, least: 24) { line, _ in line.label ?? "" },
        Column("account", "ACCOUNT", rank: 7) { .text($0.account) },
        Column("provider") { .text($0.provider) },
        Column("kind", "KIND", rank: 6) { .text($0.kind) },
        Column("number") { Cell($0.number) },
        Column("country", "COUNTRY", rank: 8) { Cell($0.country) },
        Column("service", "SERVICE", rank: 3) { Cell($0.service) },
        Column("label") { Cell($0.label) },
        Column("state", "STATE", shown: { line, _ in line.fullState }) { .text($0.state) },
        Column("listening_until", "LISTENING", rank: 4, shown: { $0.listeningShown(now: $1) }) {
            Cell($0.listeningEnd)
        },
        Column("purchased_at") { .time($0.purchasedAt.instant) },
        Column("expires_at", "EXPIRES", rank: 1) { Cell($0.expiresAt?.instant) },
        Column("refundable_until", "REFUND", rank: 11) { Cell($0.refundableUntil?.instant) },
        Column("cancellable_from") { Cell($0.cancellableFrom?.instant) },
        Column("price", "PRICE", rank: 10, alignment: .right, shown: { line, _ in line.cost }) {
            Cell(decimal: $0.price)
        },
        Column("currency") { Cell($0.currency) },
        Column("message_count", "SMS", rank: 5, alignment: .right) {
            .integer(Int64($0.messageCount))
        },
        Column("last_message_at", "LAST", rank: 5) { Cell($0.lastMessageAt?.instant) },
        Column("tags", "TAGS", rank: 9) { .list($0.tags) },
        Column("auto_extend") { $0.autoExtend.map(Cell.flag) ?? .nothing },
    ]

    /// Until when an SMS can arrive; nil if none can now.
    ///
    /// A rental that the provider does not limit listens until it expires, so that a program that
    /// reads only this field never takes a listening line for one that is not.
    var listeningEnd: Instant? {
        guard isListening else { return nil }
        return listeningUntil?.instant ?? (kind == "rental" ? expiresAt?.instant : nil)
    }

    var fullState: String {
        guard let note else { return state }
        // Nobody checks the present state of this line.
        return "\(note == Self.accountMissing ? "held" : state), \(note)"
    }

    var cost: String {
        guard let price else { return "" }
        return currency.map { "\(price) \($0)" } ?? price
    }

    /// The name of the line for people: its number, and the label if there is one.
    var spokenName: String {
        let name = number ?? "line \(id)"
        return label.map { "\(name) (\($0))" } ?? name
    }

    func listeningShown(now: Instant) -> String {
        guard kind == "rental", state == "active" else { return "" }
        guard isListening else {
            return switch note {
            case Self.accountMissing: ""
            case Self.notKnown: Self.notKnown
            default: "asleep"
            }
        }
        return listeningUntil.map { RelativeTime.text($0.instant, now: now) } ?? "always"
    }
}
