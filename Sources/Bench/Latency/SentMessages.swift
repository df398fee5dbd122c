import GRDB
import Lines
import Storage
import Synchronization

/// When each SMS was sent, by its text, and its progress according to the manager's database.
final class SentMessages: Sendable {
    private let sent = Mutex<[(text: String, at: Instant)]>([])
    private let nextCode: Mutex<Int>

    /// - Parameter firstCode: no two sets of messages may share a code.
    init(firstCode: Int) {
        nextCode = Mutex(firstCode)
    }

    /// The times of each stage, in milliseconds since the provider received the message.
    struct Delays: Sendable {
        var stored = Sample()
        /// The scripts have run.
        var handled = Sample()
        /// The channel has received it.
        var forwarded = Sample()
        /// From stored to handled: the manager's own part.
        var own = Sample()
    }

    /// A text with a unique code.
    func text() -> String {
        let code = nextCode.withLock { code in
            defer { code += 1 }
            return code
        }
        return "\(code) is your verification code."
    }

    func note(_ text: String, at: Instant) { sent.withLock { $0.append((text, at)) } }

    var count: Int { sent.withLock { $0.count } }

    /// - Parameter database: of a manager that has ended.
    func delays(in database: String) throws -> Delays {
        let rows = try Store(path: database).read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT message.text AS text, message.stored_at AS stored, MAX(run.at) AS handled,
                        (SELECT MAX(ended_at) FROM action
                         WHERE action.message = message.id AND kind = 'forward'
                            AND state = 'done') AS forwarded
                    FROM message JOIN run ON run.message = message.id GROUP BY message.id
                    """)
        }
        let found = Dictionary(
            rows.map { row -> (String, Row) in (row["text"], row) },
            uniquingKeysWith: { first, _ in first })
        var delays = Delays()
        for (text, at) in sent.withLock({ $0 }) {
            guard let times = found[text], let stored: Double = times["stored"],
                let handled: Double = times["handled"], let forwarded: Double = times["forwarded"]
            else { throw BenchFailure("\"\(text)\" was sent and is not all the way through.") }
            let sent = Double(at.milliseconds)
            delays.stored.add(stored - sent)
            delays.handled.add(handled - sent)
            delays.forwarded.add(forwarded - sent)
            delays.own.add(handled - stored)
        }
        return delays
    }
}
