import Foundation
import Lines
import Synchronization
import Transport

/// A room of Matrix in which commands are typed (Client-Server API, `GET …/sync`).
///
/// The homeserver keeps a call open until something is written in the room, so that no address of this
/// machine has to be reachable. It remembers no reader: where the last call ended is a token that has to
/// be kept. The first call of all only fetches one, because nobody knows which of the lines before it
/// were carried out.
final class MatrixMessenger: Messenger {
    /// How long the homeserver keeps a call open.
    private static let patience = Duration.seconds(30)
    /// Events of 64 KB with those that servers add to them, and what else a server cannot be told to
    /// leave out.
    private static let longestNews = 16 << 20

    let name: String
    let settings: MatrixSettings
    let transport: any Transport
    /// The account's own id, once it is known to be in a room that it can read.
    private let account = Mutex<String?>(nil)

    init(name: String, settings: MatrixSettings, transport: any Transport) {
        self.name = name
        self.settings = settings
        self.transport = transport
    }

    /// Twice, as a body and as HTML, each character in six bytes: 48 of the 64 KB that an event may have.
    var longestPost: Int { 4000 }
    var hasButtons: Bool { false }
    var remembersPlace: Bool { false }

    func receive(since place: String?, now: Instant) async throws(DeliveryError) -> ChatNews {
        let own = try await ownAccount(now: now)
        guard let place else { return try await news(since: nil, of: own, now: now) }
        do throws(DeliveryError) {
            return try await news(since: place, of: own, now: now)
        } catch {
            switch error {
            // A place that the homeserver does not know, after a loss of its own, and more news than
            // anybody can have written: it would answer the same to every call.
            case .refused(_, 400, _), .noAnswer(_, .tooLarge):
                return try await news(since: nil, of: own, now: now)
            default: throw error
            }
        }
    }

    private func news(
        since place: String?, of own: String, now: Instant
    ) async throws(DeliveryError) -> ChatNews {
        var query = [
            "filter=\(PercentEncoding.encode(Self.filter(room: settings.room, isFirst: place == nil)))",
            "set_presence=offline",
        ]
        if let place {
            query.append("since=\(PercentEncoding.encode(place))")
            query.append("timeout=\(Self.patience.components.seconds * 1000)")
        }
        let sync = try await ask("sync?\(query.joined(separator: "&"))", now: now)
        guard let next = sync["next_batch"] as? String, !next.isEmpty else {
            throw unreadable(status: 200)
        }
        let rooms = sync["rooms"] as? [String: Any]
        if (rooms?["leave"] as? [String: Any])?[settings.room] != nil {
            account.withLock { $0 = nil }
            throw outside(own, "is no longer in the room")
        }
        guard place != nil else { return ChatNews(events: [], place: next) }
        let room = (rooms?["join"] as? [String: Any])?[settings.room] as? [String: Any]
        let events = (room?["timeline"] as? [String: Any])?["events"] as? [[String: Any]] ?? []
        return ChatNews(
            events: events.compactMap { MatrixEvent.read($0, in: settings.room, own: own) },
            place: next)
    }

    /// Only the messages of one room. Of more than fifty at once the newest come.
    private static func filter(room: String, isFirst: Bool) -> String {
        let nothing = JSONValue.object(["not_types": .list([.text("*")])])
        let filter = JSONValue.object([
            "presence": nothing, "account_data": nothing,
            "room": .object([
                "rooms": .list([.text(room)]), "state": nothing, "ephemeral": nothing,
                "account_data": nothing,
                "timeline": .object([
                    "types": .list([.text("m.room.message")]), "limit": .number(isFirst ? 1 : 50),
                ]),
            ]),
        ])
        return String(decoding: JSONText.encode(filter), as: UTF8.self)
    }

    /// Finds out once who we are, and whether what is written in the room can be read.
    private func ownAccount(now: Instant) async throws(DeliveryError) -> String {
        if let known = account.withLock({ $0 }) { return known }
        guard let own = try await ask("account/whoami", now: now)["user_id"] as? String else {
            throw unreadable(status: 200)
        }
        if settings.commands?.senders.contains(own) == true {
            throw .misconfigured(
                channel: name,
                reason:
                    "its token is \(own)'s, who is in commands_from; give the manager an account "
                    + "of its own, because it does not obey itself")
        }
        let room = "rooms/\(PercentEncoding.encode(settings.room))"
        let seat = try await find(
            "\(room)/state/m.room.member/\(PercentEncoding.encode(own))", now: now)
        switch seat?["membership"] as? String {
        case "join": break
        case "invite": throw outside(own, "is invited to the room, but has not joined it")
        default: throw outside(own, "is not in the room")
        }
        if try await find("\(room)/state/m.room.encryption", now: now) != nil {
            throw .misconfigured(
                channel: name,
                reason:
                    "its room is encrypted, so no command in it can be read; use a room without "
                    + "encryption")
        }
        account.withLock { $0 = own }
        return own
    }

    /// What the room's state has there; nil if nothing, or nothing for us.
    private func find(_ path: String, now: Instant) async throws(DeliveryError) -> [String: Any]? {
        do throws(DeliveryError) {
            return try await ask(path, now: now)
        } catch {
            switch error {
            case .refused(_, 403, _), .noReceiver(_, 404, _): return nil
            default: throw error
            }
        }
    }

    private func ask(_ path: String, now: Instant) async throws(DeliveryError) -> [String: Any] {
        let receiver = try Receiver(channel: name, address: settings.address)
        let result = result(receiver)
        let call = HTTPCall(
            .get, "\(receiver.base)/_matrix/client/v3/\(path)",
            headers: [(name: "User-Agent", value: "linekeeper"), settings.authorization])
        let reply = try await result.ask(
            call, over: transport, deadline: Self.patience + settings.timeout,
            limit: Self.longestNews, now: now)
        let document = try? JSONSerialization.jsonObject(with: Data(reply.body))
        guard let fields = document as? [String: Any] else {
            throw unreadable(status: reply.status)
        }
        return fields
    }

    func post(_ post: ChatPost, now: Instant) async throws(DeliveryError) -> String? {
        let receiver = try Receiver(channel: name, address: settings.address)
        let room = PercentEncoding.encode(post.chat)
        let transaction = PercentEncoding.encode(post.id)
        let call = HTTPCall.json(
            "\(receiver.base)/_matrix/client/v3/rooms/\(room)/send/m.room.message/\(transaction)",
            by: .put, to: receiver, headers: [settings.authorization],
            MatrixEvent.content(of: post, limit: longestPost))
        return try await result(receiver).send(
            call, over: transport, timeout: settings.timeout, now: now
        ).words.id
    }

    func confirm(_ choice: String, _ words: String, now: Instant) {}

    func removeChoices(from post: String, in chat: String, now: Instant) {}

    private func result(_ receiver: Receiver) -> HTTPDeliveryResult {
        HTTPDeliveryResult(
            channel: name, secrets: receiver.secrets + settings.secrets, quotesReasons: true)
    }

    private func outside(_ own: String, _ words: String) -> DeliveryError {
        .refused(
            channel: name, status: 403,
            answer: "\(own) \(words) \(settings.room); invite it, and accept as that account")
    }

    /// Some other server answers, such as the page of a network that wants a login.
    private func unreadable(status: Int) -> DeliveryError {
        .busy(
            channel: name, status: status, answer: "this is no answer of a homeserver", after: nil)
    }
}
