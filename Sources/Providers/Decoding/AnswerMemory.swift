import Crypto
import Synchronization
import Transport

/// A cache of decoded answers: an answer identical to the previous one for the same question is not
/// decoded again.
///
/// Only for values that depend on the bytes alone, not on when they arrived. Only a digest of the
/// bytes is kept.
final class AnswerMemory<Value: Sendable>: Sendable {
    /// The maximum number of questions in the cache; beyond it, answers are decoded every time.
    private static var most: Int { 256 }

    private struct Entry {
        var status: Int
        var digest: SHA256Digest
        var value: Value
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// - Parameters:
    ///   - question: the call and its arguments.
    ///   - read: decodes the answer; errors are not cached.
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
