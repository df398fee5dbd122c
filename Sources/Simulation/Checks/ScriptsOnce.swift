import GRDB
import Lines

/// Every script handles every message once, and once more after each completion; its decisions are
/// recorded once.
struct ScriptsOnce: Check {
    private var last: Int64 = 0
    private var ran: [String: Int64] = [:]

    mutating func afterStep(of life: Life) throws {
        let rows = try life.rows(
            "SELECT id, message, script FROM run WHERE id > ? AND handler = 'on_message'", [last])
        for row in rows {
            last = row["id"]
            guard let message = row["message"] as Int64? else { continue }
            let key = "\(message) \(row["script"] as String)"
            ran[key, default: 0] += 1
            guard let times = ran[key], times > 1 else { continue }
            let told = try life.number("SELECT 1 + completions FROM message WHERE id = \(message)")
            guard times <= told else {
                throw violated("handled once", "Message \(key) ran a second time.")
            }
        }
    }

    mutating func atAudit(of life: Life) throws {
        let unhandled = try life.number("SELECT COUNT(*) FROM message WHERE state = 'stored'")
        guard unhandled == 0 else {
            throw violated("handled once", "\(unhandled) messages were never handled.")
        }
        let messages = try life.number("SELECT COUNT(*) FROM message")
        let counted = try life.number(
            "SELECT COALESCE(SUM(CAST(value AS INTEGER)), 0) FROM memory "
                + "WHERE script = '10-count.lua' AND key = 'seen'")
        guard counted == messages else {
            throw violated(
                "handled once", "10-count.lua counted \(counted) of \(messages) messages.")
        }
        let rows = try life.rows(
            """
            SELECT m.id, m.sender, m.code, m.backlog, m.revision,
                (SELECT COUNT(*) FROM action WHERE message = m.id AND channel = 'phone') AS phone,
                (SELECT COUNT(*) FROM action WHERE message = m.id AND channel = 'desk') AS desk
            FROM message m
            """)
        for row in rows {
            let isBank = row["sender"] as String? == "MYBANK"
            let hasCode = (row["code"] as String?) != nil
            // Backlog is not forwarded; a message whose code changed is forwarded again.
            let most = row["backlog"] ? 0 : 1 + (row["revision"] as Int)
            let expected = (phone: isBank || hasCode ? most : 0, desk: isBank ? most : 0)
            guard (min(1, expected.phone)...expected.phone).contains(row["phone"] as Int),
                (min(1, expected.desk)...expected.desk).contains(row["desk"] as Int)
            else {
                throw violated(
                    "decided once",
                    "Message \(row["id"] as Int64) has \(row["phone"] as Int) forwards to phone and "
                        + "\(row["desk"] as Int) to desk.")
            }
        }
    }
}
