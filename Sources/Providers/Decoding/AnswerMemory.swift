import Crypto
import Synchronization
import Transport

/// What the last answer to each of some questions was read as: one that is byte for byte the same is not
/// read again.
///
/// Only for what follows from the bytes alone, and not from when they came. Of the bytes no more than
/// their digest is kept.
final class AnswerMemory<Value: Sendable>: Sendable {
    /// So many questions are remembered; with more of them each is read as if there were no memory.
    private static var most: Int { 256 }

    private struct Entry {
        var status: Int
        var digest: SHA256Digest
        var value: Value
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// - Parameters:
    ///   - question: what was asked, and of what.
    ///   - read: reads the answer; what it throws is not remembered.
    func value<Failure: Error>(
        of reply: HTTPReply, to question: String, reading read: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let digest = SHA256.hash(data: reply.body)
        if let known = entries.withLock({ $0[question] }), known.status == reply.status,
            known.digest == digest
        {
            return known.value
        }
        let value = try read()
        let entry = Entry(status: reply.status, digest: digest, value: value)
        entries.withLock { entries in
            if entries.count >= Self.most, entries[question] == nil { entries = [:] }
            entries[question] = entry
        }
        return value
    }
}
