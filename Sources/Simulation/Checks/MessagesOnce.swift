import GRDB
import Lines
import ProviderEmulator

/// A message is stored exactly once: never more often than it arrived, and in the end as often.
struct MessagesOnce: Check {
    private var last: Int64 = 0
    private var stored: [String: Int] = [:]

    mutating func afterStep(of life: Life) throws {
        let rows = try life.rows("SELECT id, text FROM message WHERE id > ?", [last])
        for row in rows {
            last = row["id"]
            let text: String = row["text"]
            // A bare code is completed by a later look; it is counted at the audit.
            guard text.hasPrefix("m") else { continue }
            stored[text, default: 0] += 1
            let arrived = life.remotes.reduce(0) { $0 + ($1.delivered[text] ?? 0) }
            guard stored[text, default: 0] <= arrived else {
                throw violated(
                    "stored once", "\(text) arrived \(arrived) times and is there once more.")
            }
        }
    }

    mutating func atAudit(of life: Life) throws {
        let rows = try life.rows("SELECT text, COUNT(*) AS n FROM message GROUP BY text")
        let counts = Dictionary(
            uniqueKeysWithValues: rows.map { ($0["text"] as String, $0["n"] as Int) })
        for remote in life.remotes {
            let known = try life.linesByProviderID(of: remote)
            for line in remote.lines() where known[line.id] != nil {
                for delivery in line.sent where delivery.isDelivered {
                    let arrived = remote.delivered[delivery.sms.text] ?? 0
                    let there = counts[delivery.sms.text] ?? 0
                    guard there == arrived else {
                        throw violated(
                            "no message lost",
                            "\(delivery.sms.text) reached \(line.kind) \(line.id) (line "
                                + "\(known[line.id] ?? 0)) \(arrived) times, at "
                                + "\(delivery.at.rfc3339) there, and is stored \(there) times.")
                    }
                }
            }
        }
    }
}
