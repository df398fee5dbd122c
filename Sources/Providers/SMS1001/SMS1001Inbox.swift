import Lines

/// The messages of one order, merged from answers that may each show only some of them.
///
/// The list of active orders shows the latest, a check perhaps only new ones, the order itself all
/// stored ones. A message in two answers is the same one; two equal messages in one answer are two.
struct SMS1001Inbox: Equatable, Sendable {
    private(set) var messages: [ReceivedMessage] = []

    /// The fields that distinguish two complete messages.
    private struct Face: Hashable {
        var text: String
        var sender: String?
        var receivedAt: Instant?

        init(_ message: ReceivedMessage) {
            text = message.text
            sender = message.sender
            receivedAt = message.receivedAt
        }

        var isVague: Bool { sender == nil || receivedAt == nil }
    }

    /// Adds messages of another answer that are not included yet.
    ///
    /// Equal messages are found by their hash; only the few incomplete ones are compared one by
    /// one, so that an endless list does not take forever.
    mutating func add(_ others: [ReceivedMessage]) {
        var unmatched = Dictionary(grouping: messages.indices) { Face(messages[$0]) }
        let strangers = others.filter { unmatched[Face($0)]?.popLast() == nil }
        var left = unmatched.values.joined().sorted()
        var vague = left.filter { Face(messages[$0]).isVague }
        for stranger in strangers {
            let among = Face(stranger).isVague ? left : vague
            guard let known = among.first(where: { Self.isSame(messages[$0], stranger) }) else {
                messages.append(stranger)
                continue
            }
            left.removeAll { $0 == known }
            vague.removeAll { $0 == known }
        }
    }

    /// In order of time if all have times; otherwise in the order shown.
    var oldestFirst: [ReceivedMessage] {
        let dated = messages.enumerated().compactMap { place, message in
            message.receivedAt.map { (at: $0, place: place, message: message) }
        }
        guard dated.count == messages.count else { return messages }
        return dated.sorted { ($0.at, $0.place) < ($1.at, $1.place) }.map(\.message)
    }

    func shows(_ message: ReceivedMessage) -> Bool {
        messages.contains { Self.isSame($0, message) }
    }

    /// A field missing in one answer cannot distinguish its message from one in another answer.
    private static func isSame(_ left: ReceivedMessage, _ right: ReceivedMessage) -> Bool {
        func agree<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
            left == nil || right == nil || left == right
        }
        return left.text == right.text && agree(left.sender, right.sender)
            && agree(left.receivedAt, right.receivedAt)
    }
}

extension SMS1001Answer {
    /// The messages of a list in its order; nil if there is no list.
    func messages(of order: JSONValue) throws(ProviderError) -> [ReceivedMessage]? {
        guard let list = order["messages"] else { return nil }
        guard let entries = list.entries else { throw unrecognised }
        let messages = entries.compactMap { message($0.value) }
        if messages.isEmpty, !entries.isEmpty { throw unrecognised }
        return messages
    }

    /// A message. Its `id` is ignored, because it says nothing that the fields do not.
    func message(_ entry: JSONValue) -> ReceivedMessage? {
        let code = entry.text("code").flatMap { $0.trimmed == "0" ? nil : $0 }
        let text: String
        switch entry.first(of: ["message", "text", "sms"]) ?? entry {
        case .string(let words): text = words
        case .number(let digits): text = digits
        default:
            guard let code else { return nil }
            text = code
        }
        if text.isEmpty, code == nil, entry.text("sender") == nil { return nil }
        return ReceivedMessage(
            text: text, sender: entry.text("sender"), code: code,
            receivedAt: entry.instant("receivedAt", zone: zone))
    }
}
