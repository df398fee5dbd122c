package import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// The Bot API of Telegram for one bot, as a real HTTP server, with the people who write to the bot.
///
/// It keeps an update until a call asks for what is behind it, as the real one does.
package final class TelegramServer: Sendable {
    package static let token = "123456:secret-token"

    /// Something that the bot wrote.
    package struct Post: Sendable {
        package var id: Int
        package var chat: String
        package var text: String
        /// Labels with what a press sends.
        package var buttons: [String: String]
        /// The types of its entities.
        package var entities: [String]
        package var answered: Int?
    }

    private struct State {
        var updates: [(id: Int, json: String)] = []
        var posts: [Post] = []
        /// What presses were answered with.
        var confirmations: [String] = []
        var last = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var posts: [Post] { state.withLock { $0.posts } }
    package var confirmations: [String] { state.withLock { $0.confirmations } }
    /// How many updates nobody has asked behind yet.
    package var unheard: Int { state.withLock { $0.updates.count } }

    /// Somebody writes a message.
    ///
    /// - Parameter chat: where, if it is a group.
    package func say(
        _ text: String, by person: Int = 42, in chat: Int? = nil, at date: Date = Date()
    ) {
        let words =
            (try? JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed))
            ?? Data()
        add { id in
            """
            {"update_id":\(id),"message":{"message_id":\(id),"from":{"id":\(person),"is_bot":false},\
            "chat":{"id":\(chat ?? person)},"date":\(Int(date.timeIntervalSince1970)),\
            "text":\(String(decoding: words, as: UTF8.self))}}
            """
        }
    }

    /// Somebody presses a button of a post, whether or not it is still shown.
    package func press(_ token: String, of post: Post, by person: Int = 42) {
        add { id in
            """
            {"update_id":\(id),"callback_query":{"id":"press-\(id)","from":{"id":\(person)},\
            "message":{"message_id":\(post.id),"chat":{"id":\(post.chat)},"date":1},\
            "data":"\(token)"}}
            """
        }
    }

    private func add(_ json: (Int) -> String) {
        state.withLock { state in
            state.last += 1
            state.updates.append((state.last, json(state.last)))
        }
    }

    /// The first post after `count` others that contains a text.
    package func post(containing text: String, after count: Int = 0) async throws -> Post {
        try await answer("a post with \(text)", within: .seconds(120), every: .milliseconds(20)) {
            posts.dropFirst(count).first { $0.text.contains(text) }
        }
    }

    /// Serves while `body` runs, which is told the URL.
    @discardableResult
    package func serving<Value: Sendable>(
        _ body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        try await withWebServer {
            $0.post("**") { [self] request, _ in try await respond(to: request) }
        } body: { url in
            try await body(url)
        }
    }

    private func respond(to request: Request) async throws -> Response {
        let bytes = try await request.body.collect(upTo: 1 << 20)
        let json = try? JSONSerialization.jsonObject(with: Data(bytes.readableBytesView))
        let fields = json as? [String: Any] ?? [:]
        let method = request.uri.path.split(separator: "/").last ?? ""
        guard request.uri.path.hasPrefix("/bot\(Self.token)/") else {
            return Self.refusal(404, "Not Found")
        }
        switch method {
        case "getUpdates": return try await updates(fields)
        case "sendMessage": return post(fields)
        case "editMessageReplyMarkup":
            state.withLock { state in
                let number = fields["message_id"] as? Int
                guard let place = state.posts.firstIndex(where: { $0.id == number }) else { return }
                state.posts[place].buttons = [:]
            }
            return Self.success("true")
        case "answerCallbackQuery":
            state.withLock { $0.confirmations.append(fields["text"] as? String ?? "") }
            return Self.success("true")
        default: return Self.refusal(404, "Not Found: method not found")
        }
    }

    private func updates(_ fields: [String: Any]) async throws -> Response {
        let offset = fields["offset"] as? Int ?? 0
        let limit = fields["limit"] as? Int ?? 100
        for _ in 0..<((fields["timeout"] as? Int ?? 0) * 50) {
            let found = state.withLock { state in
                state.updates.removeAll { $0.id < offset }
                return state.updates.prefix(limit).map(\.json)
            }
            if !found.isEmpty { return Self.success("[\(found.joined(separator: ","))]") }
            try await Task.sleep(for: .milliseconds(20))
        }
        return Self.success("[]")
    }

    private func post(_ fields: [String: Any]) -> Response {
        let text = fields["text"] as? String ?? ""
        guard (1...4096).contains(text.utf16.count) else {
            return Self.refusal(400, "Bad Request: message text is empty or too long")
        }
        let entities = fields["entities"] as? [[String: Any]] ?? []
        for entity in entities {
            let end = (entity["offset"] as? Int ?? 0) + (entity["length"] as? Int ?? 0)
            guard end <= text.utf16.count else {
                return Self.refusal(400, "Bad Request: ENTITY_BOUNDS")
            }
        }
        let markup = fields["reply_markup"] as? [String: Any]
        let rows = markup?["inline_keyboard"] as? [[[String: Any]]] ?? []
        var buttons: [String: String] = [:]
        for button in rows.joined() {
            let data = button["callback_data"] as? String ?? ""
            guard (1...64).contains(data.utf8.count) else {
                return Self.refusal(400, "Bad Request: BUTTON_DATA_INVALID")
            }
            buttons[button["text"] as? String ?? ""] = data
        }
        let reply = fields["reply_parameters"] as? [String: Any]
        let id = state.withLock { state in
            state.last += 1
            state.posts.append(
                Post(
                    id: state.last, chat: fields["chat_id"] as? String ?? "", text: text,
                    buttons: buttons, entities: entities.compactMap { $0["type"] as? String },
                    answered: reply?["message_id"] as? Int))
            return state.last
        }
        return Self.success(#"{"message_id":\#(id)}"#)
    }

    private static func success(_ result: String) -> Response {
        Response(
            status: .ok,
            body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"ok":true,"result":\#(result)}"#)))
    }

    private static func refusal(_ status: Int, _ why: String) -> Response {
        Response(
            status: .init(code: status),
            body: ResponseBody(
                byteBuffer: ByteBuffer(
                    string: #"{"ok":false,"error_code":\#(status),"description":"\#(why)"}"#)))
    }
}
