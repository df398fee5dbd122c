import Lines
package import Transport

/// Finds the words of a refusal whose form is not known: a person shall read what the provider says,
/// wherever in the answer it stands. No meaning is read from them.
extension ReplyReader {
    /// A failure of the server: its status, and what it says.
    package func breakdown(_ reply: HTTPReply) -> String {
        let words = words(of: reply)
        return words.isEmpty ? "HTTP \(reply.status)" : "HTTP \(reply.status): \(words)"
    }

    /// A refusal without words where this provider has them.
    package func reason(_ reply: HTTPReply) -> String {
        let words = words(of: reply)
        return words.isEmpty ? "No reason given" : words
    }

    /// The texts of an answer in JSON, or a short answer in another form; empty for a page.
    private func words(of reply: HTTPReply) -> String {
        guard !reply.isPage, reply.body.count <= 8000 else { return "" }
        if let json = try? JSONValue(parsing: reply.body) {
            var texts: [String] = []
            for text in Self.texts(json, depth: 0) where !texts.contains(text) {
                texts.append(text)
            }
            return sentence(texts.prefix(10).joined(separator: "; "))
        }
        // The beginning of an answer that was cut off is not what it says.
        guard let first = reply.body.first(where: { $0 > 0x20 }), ![0x7B, 0x5B].contains(first)
        else { return "" }
        let text = String(decoding: reply.body, as: UTF8.self)
        // A network in front of the provider repeats the status.
        guard !text.contains("\u{FFFD}"), text.trimmed != "error code: \(reply.status)" else {
            return ""
        }
        return sentence(text)
    }

    private static func texts(_ value: JSONValue, depth: Int) -> [String] {
        switch value {
        case .string(let text):
            let plain = PlainText(text).sentence
            return plain.contains(where: \.isLetter) ? [plain] : []
        case .array(let values) where depth < 4:
            return values.prefix(10).flatMap { texts($0, depth: depth + 1) }
        case .object(let members) where depth < 4:
            return members.prefix(20).flatMap { texts($0.value, depth: depth + 1) }
        default: return []
        }
    }
}
