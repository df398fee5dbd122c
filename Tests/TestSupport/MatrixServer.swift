package import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// A homeserver of Matrix with one room, as a real HTTP server, with the people who write in the room.
///
/// Its rules are those of the Client-Server API: a sync without `since` tells what is there, one with it
/// waits for what comes after, and a transaction's id stands for one event however often it is sent.
package final class MatrixServer: Sendable {
    package static let token = "secret-access-token"
    package static let account = "@keeper:example.org"
    package static let room = "!room:example.org"

    /// Something that our account wrote.
    package struct Post: Sendable {
        package var id: String
        package var body: String
        package var html: String
        package var kind: String
        package var answered: String?
        package var mentionsNobody: Bool
    }

    struct Event {
        var id: String
        var room: String
        var json: String
        var type: String
    }

    struct State {
        var events: [Event] = []
        var posts: [Post] = []
        var transactions: [String: String] = [:]
        var membership: String? = "join"
        /// The place in the stream where the account left the room.
        var leftAt: Int?
        var isEncrypted = false
        /// How many calls of a kind are refused with 429 before one is taken.
        var busy: [String: Int] = [:]
        /// What is asked, without the query.
        var calls: [String] = []
        /// The tokens that syncs went on from; "" for none.
        var sinces: [String] = []
    }

    let state = Mutex(State())

    package init() {}

    package var posts: [Post] { state.withLock { $0.posts } }
    package var sinces: [String] { state.withLock { $0.sinces } }
    /// How often a path that ends so was asked.
    package func calls(_ end: String) -> Int {
        state.withLock { $0.calls.count { $0.hasSuffix(end) } }
    }

    /// `join`, `invite`, `leave`; nil for an account that was never there.
    package var membership: String? {
        get { state.withLock { $0.membership } }
        set {
            state.withLock { state in
                state.membership = newValue
                state.leftAt = newValue == "leave" ? state.events.count : nil
            }
        }
    }

    package func encrypt() { state.withLock { $0.isEncrypted = true } }

    /// Refuses the next calls of a kind, `sync` or `send`, with 429.
    package func refuse(_ kind: String, times: Int) { state.withLock { $0.busy[kind] = times } }

    /// Somebody writes a message.
    ///
    /// - Returns: the event's id.
    @discardableResult
    package func say(
        _ text: String, by person: String = "@me:example.org", in room: String = room,
        at date: Date = Date(), kind: String = "m.text", more: [String: Any] = [:]
    ) -> String {
        let content: [String: Any] = ["msgtype": kind, "body": text]
        return add(content.merging(more) { $1 }, by: person, in: room, at: date)
    }

    @discardableResult
    package func add(
        _ content: [String: Any], by person: String, in room: String = room, at date: Date = Date(),
        type: String = "m.room.message", transaction: String? = nil
    ) -> String {
        state.withLock { state in
            let id = "$event-\(state.events.count + 1)"
            var event: [String: Any] = [
                "type": type, "sender": person, "event_id": id, "content": content,
                "origin_server_ts": Int(date.timeIntervalSince1970 * 1000),
            ]
            if let transaction { event["unsigned"] = ["transaction_id": transaction] }
            let json = (try? JSONSerialization.data(withJSONObject: event)) ?? Data()
            state.events.append(
                Event(
                    id: id, room: room, json: String(decoding: json, as: UTF8.self), type: type))
            return id
        }
    }

    /// The first post after `count` others that contains a text.
    package func post(containing text: String, after count: Int = 0) async throws -> Post {
        try await answer("a post with \(text)", within: .seconds(120), every: .milliseconds(20)) {
            posts.dropFirst(count).first { $0.body.contains(text) }
        }
    }

    /// Serves while `body` runs, which is told the URL.
    @discardableResult
    package func serving<Value: Sendable>(
        _ body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        try await withWebServer {
            $0.get("**") { [self] request, _ in try await respond(to: request) }
            $0.put("**") { [self] request, _ in try await respond(to: request) }
        } body: { url in
            try await body(url)
        }
    }
}
