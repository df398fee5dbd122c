import Lines

/// Messages in the protocol's forms: a bare code, a text after a word, `sms` and `call` of the
/// newer status, and the list of one clone.
enum HandlerAPIMessage {
    /// A code as shown by the status, including colons and letters. A sentence in its place is the
    /// text.
    static func bare(_ text: String) -> ReceivedMessage? {
        let text = text.trimmed
        guard !text.isEmpty else { return nil }
        let isCode = text.utf8.count <= 16 && !text.contains(where: \.isWhitespace)
        // Invisible characters cannot be typed.
        let code = text.unicodeScalars.filter { $0.properties.generalCategory != .format }
        return ReceivedMessage(text: text, code: isCode && !code.isEmpty ? "\(code)" : nil)
    }

    /// Oldest first.
    static func all(in answer: HandlerAPIAnswer, zone: LocalZone) -> [ReceivedMessage] {
        switch answer.word {
        case "FULL_SMS"?:
            return answer.argument.isEmpty ? [] : [ReceivedMessage(text: answer.argument)]
        case _?: return []
        case nil: return all(in: answer.json, zone: zone)
        }
    }

    static func all(in json: JSONValue, zone: LocalZone) -> [ReceivedMessage] {
        let newer = MessageKind.allCases.compactMap {
            kind -> (kind: MessageKind, entry: JSONValue)? in
            guard let entry = json[kind.rawValue], case .object = entry else { return nil }
            return (kind, entry)
        }
        if !newer.isEmpty {
            return newer.compactMap { kind, entry in
                var message = message(entry, zone)
                message?.kind = kind
                return message
            }
        }
        let list = json.first(of: ["data", "sms", "messages", "values", "list"]) ?? json
        let found = (list.entries ?? []).compactMap { message($0.value, zone) }
        // A list may be in either order; times decide if there are any.
        let dated = found.compactMap { item in item.receivedAt.map { ($0, item) } }
        guard dated.count == found.count else { return found }
        return dated.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// One message with every field that is present; nil without text and code.
    private static func message(_ entry: JSONValue, _ zone: LocalZone) -> ReceivedMessage? {
        if case .string(let text) = entry { return text.isEmpty ? nil : bare(text) }
        let code = entry.text("code", "smsCode")
        guard let text = entry.text("text", "smsText", "sms", "message", "fullSms", "url") ?? code
        else { return nil }
        return ReceivedMessage(
            text: text, sender: entry.text("phoneFrom", "from", "sender"), code: code,
            receivedAt: entry.instant(
                "dateTime", "date", "receivedAt", "received_at", "time", "createdAt", zone: zone))
    }
}
