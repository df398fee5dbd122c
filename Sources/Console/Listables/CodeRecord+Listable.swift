import Control
import Lines

/// A code as a list of one.
extension CodeRecord: Listable {
    static let nothing: SafeText = "No codes."

    static let columns: [Column<CodeRecord>] = [
        Column("line", "LINE", alignment: .right) { .integer($0.line) },
        Column("message", "MESSAGE", alignment: .right) { .integer($0.message) },
        Column("code", "CODE") { .text($0.code) },
        Column("sender", "SENDER") { Cell($0.sender) },
        Column("received_at") { Cell($0.receivedAt?.instant) },
        Column("stored_at", "WHEN") { .time($0.storedAt.instant) },
        Column("code_confidence") { Cell($0.codeConfidence) },
        Column("code_reason") { Cell($0.codeReason) },
        Column("code_valid_until") { Cell($0.codeValidUntil?.instant) },
        Column("code_for") { Cell($0.codeFor) },
        Column("expired") { .flag($0.expired == true) },
    ]

    /// What a person should know of a code that is printed without anything else.
    var remarks: [SafeText] {
        var remarks: [SafeText] = []
        if codeConfidence == "likely" {
            let reason = codeReason.map { ": \($0)" } ?? ""
            remarks.append("\(code) is a guess\(reason).")
        }
        return remarks
    }

    /// `Received 2m ago, valid for another 3m, for example.org.`
    func standing(now: Instant) -> SafeText {
        let came = RelativeTime.text((receivedAt ?? storedAt).instant, now: now)
        let parts = [
            "Received \(came)", CodeValidity.text(until: codeValidUntil, now: now),
            codeFor.map { "for \($0)" },
        ].compactMap { $0 }
        return "\(parts.joined(separator: ", "))."
    }
}

/// How long a code is still good.
enum CodeValidity {
    /// `valid for another 3m`, or `ran out 2m ago`; nil if that is unknown.
    static func text(until end: Timestamp?, now: Instant) -> String? {
        guard let end = end?.instant else { return nil }
        guard let left = left(until: end, now: now) else {
            return "ran out \(RelativeTime.text(end, now: now))"
        }
        return "valid for another \(left)"
    }

    /// `3m`; nil if it has run out.
    static func left(until end: Instant, now: Instant) -> String? {
        end > now ? RelativeTime.length(seconds: max(1, (end - now).wholeSeconds)) : nil
    }
}

extension CodeChangeRecord: Listable {
    static let nothing: SafeText = "All codes are as this version decides them."

    static let columns: [Column<CodeChangeRecord>] = [
        Column("message", "MESSAGE", alignment: .right) { .integer($0.message) },
        Column("line", "LINE", alignment: .right) { .integer($0.line) },
        Column(
            "before", "BEFORE",
            shown: { change, _ in
                MessageRecord.shown(change.before, change.beforeConfidence) ?? "none"
            }
        ) { Cell($0.before) },
        Column("before_confidence") { Cell($0.beforeConfidence) },
        Column(
            "now", "NOW",
            shown: { change, _ in MessageRecord.shown(change.now, change.confidence) ?? "none" }
        ) { Cell($0.now) },
        Column("confidence", "CONFIDENCE") { Cell($0.confidence) },
        Column("reason", "REASON", rank: 1, least: 20) { Cell($0.reason) },
    ]
}
