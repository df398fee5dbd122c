import Foundation
import Lines
import Transport

/// A message of a room of Matrix, as a line that somebody typed and as an answer of ours.
enum MatrixEvent {
    /// Where our own id of a post stands in it. Servers pass on keys that they do not know.
    private static let ownKey = "linekeeper.post"

    /// - Parameter own: the id of our account, whose words are no command.
    /// - Returns: nil if nobody typed it as a line: an edit, a picture, the notice of another program.
    static func read(_ event: [String: Any], in room: String, own: String) -> ChatEvent? {
        guard event["type"] as? String == "m.room.message",
            let sender = event["sender"] as? String, MatrixSettings.isUser(sender),
            let id = event["event_id"] as? String,
            let content = event["content"] as? [String: Any],
            let milliseconds = (event["origin_server_ts"] as? NSNumber)?.int64Value,
            // Up to the year 9999.
            (0...253_402_300_799_999).contains(milliseconds)
        else { return nil }
        func made(_ kind: ChatEvent.Kind) -> ChatEvent {
            ChatEvent(
                chat: room, sender: sender, message: id, at: Instant(milliseconds: milliseconds),
                kind: kind)
        }
        guard sender != own else { return (content[ownKey] as? String).map { made(.posted($0)) } }
        let relation = content["m.relates_to"] as? [String: Any]
        guard content["msgtype"] as? String == "m.text", let body = content["body"] as? String,
            relation?["rel_type"] as? String != "m.replace", content["m.new_content"] == nil
        else { return nil }
        return made(.line(relation?["m.in_reply_to"] == nil ? body : withoutQuote(body)))
    }

    /// Older clients repeat what is replied to, each line behind a `>`, then an empty line.
    private static func withoutQuote(_ body: String) -> String {
        guard body.hasPrefix("> ") else { return body }
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.drop { $0.hasPrefix("> ") || $0 == ">" }
        return rest.dropFirst(rest.first?.isEmpty == true ? 1 : 0).joined(separator: "\n")
    }

    /// What is sent for a post: a text, and the same with its tables in letters of one width. HTML of
    /// ours is around the text, never in it; nobody is mentioned, and no preview is fetched.
    static func content(of post: ChatPost, limit: Int) -> JSONValue {
        var body = ""
        var html = ""
        for part in post.parts {
            let room = limit - body.utf16.count - 1
            guard room > String.cutNote.utf16.count else { break }
            let text = part.text.readable.fitted(room, .utf16)
            if !body.isEmpty { body += "\n" }
            body += text
            let isBlock = part.isTable && text.contains("\n")
            if !html.isEmpty, !isBlock, !html.hasSuffix("</pre>") { html += "<br>" }
            html += isBlock ? "<pre><code>" : part.isTable ? "<code>" : ""
            html += escaped(text, keepsLines: part.isTable)
            html += isBlock ? "</code></pre>" : part.isTable ? "</code>" : ""
        }
        return .fields([
            // A telephone rings for a question only.
            "msgtype": .text(post.isQuestion ? "m.text" : "m.notice"),
            "body": .text(body),
            "format": .text("org.matrix.custom.html"),
            "formatted_body": .text(html),
            "m.mentions": .object([:]),
            "com.beeper.linkpreviews": .list([]),
            ownKey: .text(post.id),
            "m.relates_to": post.answered.map {
                .object(["m.in_reply_to": .object(["event_id": .text($0)])])
            },
        ])
    }

    private static func escaped(_ text: String, keepsLines: Bool) -> String {
        let html = Markup.escape(text)
        guard !keepsLines else { return html }
        return html.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init).joined(separator: "<br>")
    }
}

extension MatrixSettings {
    var authorization: (name: String, value: String) {
        (name: "Authorization", value: "Bearer \(token.reveal())")
    }
}
