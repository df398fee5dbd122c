import Lines
import Synchronization

/// The messages of each rental as last read, so that a look takes one request rather than one per
/// page: if the first page shows only new messages followed by known ones, the rest is unchanged.
final class HandlerAPIPages: Sendable {
    /// The known messages of a rental, newest first.
    struct Known: Sendable {
        var quantity: Int64
        var messages: [ReceivedMessage]
        /// How many more looks may rely on it before all pages are read again: a completed message
        /// on a later page shows only on that page.
        var looks: Int
    }

    /// The maximum number of rentals; beyond it, each one is read in full.
    private static let most = 256
    private static let patience = 50
    /// The limit if not all messages were read.
    private static let shortPatience = 3

    private let known = Mutex<[String: Known]>([:])

    /// The known messages of a rental, if they may be relied on once more.
    func take(_ rental: String) -> Known? {
        known.withLock { known in
            guard var one = known[rental], one.looks > 0 else { return nil }
            one.looks -= 1
            known[rental] = one
            return one
        }
    }

    /// - Parameter isWhole: whether everything was just read, without known messages.
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
    /// The complete list, if `read` consists of new messages followed by known ones.
    ///
    /// - Returns: nil if it does not; an empty list if more must be read to decide.
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
