import Lines
import Synchronization

/// What the pages of each rental showed when they were read last, so that a look costs one request and not
/// one for each page: where the first shows only what is new and then what was there, the rest is as before.
final class HandlerAPIPages: Sendable {
    /// What was read of a rental, the newest first.
    struct Known: Sendable {
        var quantity: Int64
        var messages: [ReceivedMessage]
        /// How often it may still be taken as it is before all of it is read again: what was told better
        /// on a later page shows on that page alone.
        var looks: Int
    }

    /// Of so many rentals; with more of them each is read whole.
    private static let most = 256
    private static let patience = 50
    /// Where less was read than there is.
    private static let shortPatience = 3

    private let known = Mutex<[String: Known]>([:])

    /// What is known of a rental, where it may be relied on once more.
    func take(_ rental: String) -> Known? {
        known.withLock { known in
            guard var one = known[rental], one.looks > 0 else { return nil }
            one.looks -= 1
            known[rental] = one
            return one
        }
    }

    /// - Parameter isWhole: whether all was read just now, and not taken from before.
    func keep(
        _ messages: [ReceivedMessage], of quantity: Int64, on rental: String, isWhole: Bool
    ) {
        known.withLock { known in
            if known.count >= Self.most, known[rental] == nil { known = [:] }
            let isShort = messages.count < quantity
            let looks = isShort ? Self.shortPatience : Self.patience
            known[rental] = Known(
                quantity: quantity, messages: messages,
                looks: isWhole ? looks : min(looks, known[rental]?.looks ?? 0))
        }
    }
}

extension HandlerAPIPages.Known {
    /// All there is, where what was read goes on as this does: first what is new, then the same.
    ///
    /// - Returns: nil when it does not; an empty list when more has to be read to tell.
    func completing(_ read: [ReceivedMessage], of quantity: Int64) -> [ReceivedMessage]? {
        guard quantity >= self.quantity, !messages.isEmpty else { return nil }
        let fresh = Int(clamping: quantity.saturating(minus: self.quantity))
        guard read.count > fresh else { return [] }
        let rest = read.dropFirst(fresh)
        guard rest.count <= messages.count, rest.elementsEqual(messages.prefix(rest.count)) else {
            return nil
        }
        return read.prefix(fresh) + messages
    }
}
