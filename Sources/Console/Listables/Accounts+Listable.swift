import Control
import Lines

extension AccountRecord: Listable {
    static let nothing: SafeText =
        "No accounts configured. Add them under accounts in config.lua."

    static let columns: [Column<AccountRecord>] = [
        Column("name", "NAME") { .text($0.name) },
        Column("provider", "PROVIDER", rank: 1) { .text($0.provider) },
        Column("url", "URL", rank: 7, least: 24) { .text($0.url) },
        Column("state", "STATE", shown: { row, _ in row.shownState }) { .text($0.state) },
        Column("silent_since") { Cell($0.silentSince?.instant) },
        Column("balance", "BALANCE", alignment: .right, shown: { row, _ in row.shownBalance }) {
            Cell(decimal: $0.balance)
        },
        Column("currency") { Cell($0.currency) },
        Column("balance_at", "AS OF", rank: 3) { Cell($0.balanceAt?.instant) },
        Column("lines", "LINES", rank: 2, alignment: .right) { .integer(Int64($0.lines)) },
        Column(
            "budget", "BUDGET", rank: 6, alignment: .right,
            shown: { row, _ in row.budget == 0 ? "" : "\(row.budget)" }
        ) { .decimal("\($0.budget)") },
        Column("requests", "REQUESTS", rank: 5, alignment: .right) {
            .integer(Int64($0.requests))
        },
        Column(
            "requests_left", "LEFT", rank: 9, alignment: .right,
            shown: { row, _ in row.shownAllowance }
        ) { Cell($0.requestsLeft.map { Int64($0) }) },
        Column("requests_limit") { Cell($0.requestsLimit.map { Int64($0) }) },
        Column("requests_reset_at") { Cell($0.requestsResetAt?.instant) },
        Column(
            "used_for", "USES", rank: 8, least: 16,
            shown: { row, _ in (row.usedFor ?? []).joined(separator: ", ") }
        ) { .list($0.usedFor ?? []) },
        Column(
            "notices_after", "SEEN WITHIN", rank: 6, alignment: .right,
            shown: { row, _ in row.shownDelay }
        ) { Cell(decimal: $0.noticesAfter.map(AccountRecord.tenths)) },
        Column("eager_until", "EAGER", rank: 6, shown: { $0.shownEagerness(now: $1) }) {
            Cell($0.eagerUntil?.instant)
        },
        Column("shortage") { Cell($0.shortage) },
        Column("webhook") { Cell($0.webhook) },
        Column("clock_ahead") { .integer($0.clockAhead) },
        Column("stamps_ahead") { Cell($0.stampsAhead) },
        Column("last_error", "LAST ERROR", rank: 4, least: 24) {
            Cell(sentence: $0.lastError)
        },
        Column("remark") { Cell($0.remark) },
        Column("operations") { .list($0.operations) },
    ]

    /// A provider that is gone has a date: `gone since 2026-01-28`.
    var shownState: String {
        guard state == "gone", let silentSince else { return state }
        return "gone since \(silentSince.instant.rfc3339.prefix { $0 != "T" })"
    }

    /// The average delay; with a feed there is none.
    var shownDelay: String {
        guard let noticesAfter else { return "" }
        return noticesAfter == 0 ? "at once" : "~\(Self.tenths(noticesAfter)) s"
    }

    /// How much longer messages are asked for as often as the budget allows: `for 8m`.
    func shownEagerness(now: Instant) -> String {
        guard let eagerUntil, eagerUntil.instant > now else { return "calm" }
        return "for \(RelativeTime.length(seconds: (eagerUntil.instant - now).wholeSeconds))"
    }

    /// `298 of 300`
    var shownAllowance: String {
        guard let requestsLeft else { return "" }
        return requestsLimit.map { "\(requestsLeft) of \($0)" } ?? "\(requestsLeft)"
    }

    fileprivate static func tenths(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    var shownBalance: String {
        guard let balance else { return "" }
        return currency.map { "\(balance) \($0)" } ?? balance
    }
}

/// An account with only its balance.
struct Balance: Listable {
    var account: AccountRecord

    static let nothing: SafeText =
        "No account with a balance is configured. Add one under accounts in config.lua."

    static let columns: [Column<Balance>] = [
        Column("account", "ACCOUNT") { .text($0.account.name) },
        Column(
            "balance", "BALANCE", alignment: .right,
            shown: { row, _ in row.account.balance == nil ? "unknown" : row.account.shownBalance }
        ) { Cell(decimal: $0.account.balance) },
        Column("currency") { Cell($0.account.currency) },
        Column("balance_at", "AS OF") { Cell($0.account.balanceAt?.instant) },
        Column("last_error", "LAST ERROR", least: 24) { Cell(sentence: $0.account.lastError) },
    ]
}

extension SpendRecord: Listable {
    static let nothing: SafeText = "No charges or refunds."

    static let columns: [Column<SpendRecord>] = [
        Column("at", "WHEN") { .time($0.at.instant) },
        Column("account", "ACCOUNT", rank: 2) { .text($0.account) },
        Column("line", "LINE", rank: 1, alignment: .right) { Cell($0.line) },
        Column("what", "WHAT", least: 24) { .text($0.what) },
        Column("origin", "BY", rank: 3) { .text($0.origin) },
        Column(
            "amount", "AMOUNT", alignment: .right,
            shown: { row, _ in "\(row.amount) \(row.currency)" }
        ) { .decimal($0.amount) },
        Column("currency") { .text($0.currency) },
    ]
}
