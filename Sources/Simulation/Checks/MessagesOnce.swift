import GRDB
import Lines
import ProviderEmulator

/// A message is stored exactly once: never more often than it arrived, and finally as often.
struct MessagesOnce: Check {
    private var last: Int64 = 0
    private var stored: [String: Int] = [:]
    private var retention = RetentionLimits()

    mutating func afterStep(of life: Life) throws {
        try retention.look(at: life)
        let rows = try life.rows("SELECT id, text FROM message WHERE id > ?", [last])
        for row in rows {
            last = row["id"]
            let text: String = row["text"]
            // A later look completes a bare code, so it is counted at the audit.
            guard text.hasPrefix("m") else { continue }
            stored[text, default: 0] += 1
            let arrived = life.providers.reduce(0) { $0 + ($1.delivered[text] ?? 0) }
            guard stored[text, default: 0] <= arrived else {
                throw violated(
                    "stored once", "\(text) arrived \(arrived) times and is there once more.")
            }
        }
    }

    mutating func atAudit(of life: Life) throws {
        let rows = try life.rows(
            "SELECT line, text, COUNT(*) AS n FROM message GROUP BY line, text")
        var counts: [Int64: [String: Int]] = [:]
        for row in rows {
            counts[row["line"], default: [:]][row["text"], default: 0] += row["n"] as Int
        }
        for provider in life.providers {
            let profile = provider.account.profile
            let known = try life.linesByProviderID(of: provider)
            for line in provider.lines() {
                guard let id = known[line.id] else { continue }
                for delivery in line.sent where delivery.isDelivered {
                    let arrived = provider.delivered[delivery.sms.text] ?? 0
                    let there = profile.forms(of: delivery.sms, on: line).reduce(0) {
                        $0 + (counts[id]?[$1] ?? 0)
                    }
                    if there < arrived, retention.excuses(delivery.sms, on: line, of: provider) {
                        continue
                    }
                    guard there == arrived else {
                        throw violated(
                            "no message lost",
                            "\(delivery.sms.text) reached \(line.kind) \(line.id) (line "
                                + "\(id)) \(arrived) times, at \(delivery.at.rfc3339) there, and "
                                + "is stored \(there) times.")
                    }
                }
            }
        }
    }
}

extension ProviderProfile {
    /// The forms in which a message may be stored, given what the provider shows of it.
    fileprivate func forms(of sms: EmulatedSMS, on line: EmulatedLine) -> Set<String> {
        let code = sms.code ?? sms.text
        return switch telling {
        case .texts: [sms.text]
        case .textsWhileOpen: line.isOpen ? [sms.text] : [sms.text, code]
        case .codes: [code]
        }
    }
}
