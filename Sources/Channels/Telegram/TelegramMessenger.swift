import Foundation
import Lines
import Transport

/// The chats of a bot of Telegram (Bot API, `getUpdates`), in which commands are typed.
///
/// Updates are asked for and kept open by Telegram until there are some, so that no address of this
/// machine has to be reachable. An offset behind an update tells Telegram that it has arrived.
/// Answers have no parse mode: a table is marked by an entity over all of it, within which nothing
/// else is.
struct TelegramMessenger: Messenger {
    /// How long Telegram keeps a call open.
    private static let patience = Duration.seconds(50)
    /// Twenty messages of 4,096 characters, each as long as JSON can make it, fit in.
    private static let longestNews = 4 << 20
    private static let mostUpdates = 20

    let name: String
    let settings: TelegramSettings
    let transport: any Transport

    var longestPost: Int { TelegramChannel.longestMessage }
    var hasButtons: Bool { true }
    /// It forgets an update once a call asks for what is behind it.
    var remembersPlace: Bool { true }

    func receive(since place: String?, now: Instant) async throws(DeliveryError) -> ChatNews {
        let (call, result) = try call(
            "getUpdates",
            [
                "offset": place.flatMap { Int($0) }.map { .number($0) },
                "timeout": .number(Int(Self.patience.components.seconds)),
                "limit": .number(Self.mostUpdates),
                "allowed_updates": .list([.text("message"), .text("callback_query")]),
            ])
        let reply = try await result.ask(
            call, over: transport, deadline: Self.patience + settings.timeout,
            limit: Self.longestNews, now: now)
        guard let news = Self.news(reply.body, since: place) else {
            // Some other server, such as the page of a network that wants a login.
            throw .busy(
                channel: name, status: reply.status, answer: "this is no answer of Telegram",
                after: nil)
        }
        return news
    }

    /// An update that cannot be read is passed over: it would come again with every call.
    ///
    /// - Returns: nil if it is no answer of Telegram.
    static func news(_ body: [UInt8], since place: String?) -> ChatNews? {
        let document = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        guard let updates = document?["result"] as? [[String: Any]] else { return nil }
        let last = updates.compactMap { ($0["update_id"] as? NSNumber)?.int64Value }.max()
        return ChatNews(
            events: updates.compactMap(Self.event),
            place: last.map { "\($0.addingReportingOverflow(1).partialValue)" } ?? place)
    }

    private static func event(_ update: [String: Any]) -> ChatEvent? {
        if let message = update["message"] as? [String: Any],
            let text = message["text"] as? String, isOwn(message)
        {
            return event(message, by: message["from"], at: message["date"], .line(text))
        }
        guard let press = update["callback_query"] as? [String: Any],
            let id = press["id"] as? String, let token = press["data"] as? String,
            let message = press["message"] as? [String: Any]
        else { return nil }
        return event(message, by: press["from"], at: nil, .choice(token: token, id: id))
    }

    /// Whether the sender wrote it: words that somebody else wrote are not the sender's command.
    private static func isOwn(_ message: [String: Any]) -> Bool {
        ["forward_origin", "forward_date", "via_bot"].allSatisfy { message[$0] == nil }
    }

    private static func event(
        _ message: [String: Any], by person: Any?, at date: Any?, _ kind: ChatEvent.Kind
    ) -> ChatEvent? {
        guard let chat = id((message["chat"] as? [String: Any])?["id"]),
            let sender = id((person as? [String: Any])?["id"]),
            let number = id(message["message_id"])
        else { return nil }
        let seconds = (date as? NSNumber)?.int64Value
        // Up to the year 9999.
        let at = seconds.flatMap {
            (0...253_402_300_799).contains($0) ? Instant(milliseconds: $0 * 1000) : nil
        }
        return ChatEvent(chat: chat, sender: sender, message: number, at: at, kind: kind)
    }

    private static func id(_ value: Any?) -> String? {
        (value as? NSNumber).map { "\($0.int64Value)" }
    }

    func post(_ post: ChatPost, now: Instant) async throws(DeliveryError) -> String? {
        var text = ""
        var entities: [JSONValue] = []
        for part in post.parts {
            let room = longestPost - text.utf16.count - 1
            guard room > String.cutNote.utf16.count else { break }
            if !text.isEmpty { text += "\n" }
            let written = part.text.fitted(room, .utf16, part.isTable ? .plain : .mentionless)
            if part.isTable, !written.isEmpty {
                // A single line is marked so that a tap copies it.
                entities.append(
                    .object([
                        "type": .text(written.contains("\n") ? "pre" : "code"),
                        "offset": .number(text.utf16.count),
                        "length": .number(written.utf16.count),
                    ]))
            }
            text += written
        }
        let buttons = post.choices.map {
            JSONValue.object(["text": .text($0.label), "callback_data": .text($0.token)])
        }
        return try await send(
            "sendMessage",
            [
                "chat_id": .text(post.chat),
                "text": .text(text),
                "entities": entities.isEmpty ? nil : .list(entities),
                "link_preview_options": .object(["is_disabled": .flag(true)]),
                "reply_parameters": post.answered.flatMap { Int($0) }.map {
                    .object([
                        "message_id": .number($0), "allow_sending_without_reply": .flag(true),
                    ])
                },
                "reply_markup": buttons.isEmpty
                    ? nil : .object(["inline_keyboard": .list([.list(buttons)])]),
            ], now: now
        ).id
    }

    func confirm(_ choice: String, _ words: String, now: Instant) async throws(DeliveryError) {
        _ = try await send(
            "answerCallbackQuery",
            ["callback_query_id": .text(choice), "text": .text(words.fitted(200, .utf16))],
            now: now)
    }

    func removeChoices(
        from post: String, in chat: String, now: Instant
    ) async throws(DeliveryError) {
        _ = try await send(
            "editMessageReplyMarkup",
            [
                "chat_id": .text(chat), "message_id": Int(post).map { .number($0) },
                "reply_markup": .object(["inline_keyboard": .list([])]),
            ], now: now)
    }

    private func send(
        _ method: String, _ fields: [String: JSONValue?], now: Instant
    ) async throws(DeliveryError) -> ReceiverWords {
        let (call, result) = try call(method, fields)
        return try await result.send(
            call, over: transport, timeout: settings.timeout, now: now
        ).words
    }

    private func call(
        _ method: String, _ fields: [String: JSONValue?]
    ) throws(DeliveryError) -> (HTTPCall, HTTPDeliveryResult) {
        let receiver = try Receiver(channel: name, address: settings.address)
        let call = HTTPCall.json(
            "\(receiver.base)/bot\(settings.token.reveal())/\(method)", to: receiver,
            .fields(fields))
        return (
            call,
            HTTPDeliveryResult(
                channel: name, secrets: receiver.secrets + settings.secrets, quotesReasons: true)
        )
    }
}
