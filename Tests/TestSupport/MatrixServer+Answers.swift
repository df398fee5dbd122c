import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// What the homeserver answers to each call, with the error codes of the Client-Server API.
extension MatrixServer {
    func respond(to request: Request) async throws -> Response {
        let path = request.uri.path.split(separator: "/").map {
            $0.removingPercentEncoding ?? ""
        }
        state.withLock { $0.calls.append(path.joined(separator: "/")) }
        guard let authorization = request.headers[.authorization] else {
            return Self.refusal(401, "M_MISSING_TOKEN", "Missing access token")
        }
        guard authorization == "Bearer \(Self.token)" else {
            return Self.refusal(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.")
        }
        guard path.starts(with: ["_matrix", "client", "v3"]) else {
            return Self.refusal(404, "M_UNRECOGNIZED", "Unrecognized request")
        }
        switch (request.method, Array(path.dropFirst(3))) {
        case (.get, ["account", "whoami"]):
            return Self.success(#"{"user_id":"\#(Self.account)"}"#)
        case (.get, ["sync"]): return try await sync(request.uri.queryParameters)
        case (.get, let parts) where parts.count >= 4 && parts[0] == "rooms" && parts[2] == "state":
            return stateEvent(parts[3], room: parts[1], key: parts.dropFirst(4).first ?? "")
        case (.put, let parts)
        where parts.count == 5 && parts[0] == "rooms"
            && parts[2...3].elementsEqual(["send", "m.room.message"]):
            let bytes = try await request.body.collect(upTo: 1 << 20)
            return send(
                Data(bytes.readableBytesView), room: parts[1], transaction: parts[4])
        default: return Self.refusal(404, "M_UNRECOGNIZED", "Unrecognized request")
        }
    }

    /// Whether a call is one too many.
    private func isBusy(_ kind: String) -> Bool {
        state.withLock { state in
            guard let left = state.busy[kind], left > 0 else { return false }
            state.busy[kind] = left - 1
            return true
        }
    }

    private static let busy = refusal(
        429, "M_LIMIT_EXCEEDED", "Too Many Requests", more: #","retry_after_ms":50"#)

    private func stateEvent(_ type: String, room: String, key: String) -> Response {
        let (membership, isEncrypted) = state.withLock { ($0.membership, $0.isEncrypted) }
        guard room == Self.room, let membership else {
            return Self.refusal(403, "M_FORBIDDEN", "You aren't a member of the room.")
        }
        switch type {
        case "m.room.member" where key == Self.account:
            return Self.success(#"{"membership":"\#(membership)"}"#)
        case "m.room.encryption" where isEncrypted:
            return Self.success(#"{"algorithm":"m.megolm.v1.aes-sha2"}"#)
        default: return Self.refusal(404, "M_NOT_FOUND", "Event not found.")
        }
    }

    private func sync(_ query: Parameters) async throws -> Response {
        if isBusy("sync") { return Self.busy }
        let since = query["since"].map(String.init)
        state.withLock { $0.sinces.append(since ?? "") }
        let filter = query["filter"].map { Data(String($0).utf8) }.flatMap {
            try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }
        let room = filter?["room"] as? [String: Any]
        let timeline = room?["timeline"] as? [String: Any]
        guard let limit = timeline?["limit"] as? Int, limit > 0,
            let types = timeline?["types"] as? [String], let rooms = room?["rooms"] as? [String]
        else { return Self.refusal(400, "M_BAD_JSON", "Bad filter.") }
        let start = since.flatMap { $0.hasPrefix("s") ? Int($0.dropFirst()) : nil }
        let end = state.withLock { $0.events.count }
        guard since == nil || start.map({ $0 <= end }) == true else {
            return Self.refusal(400, "M_UNKNOWN", "Invalid stream token")
        }
        let wait = query["timeout"].flatMap { Int(String($0)) } ?? 0
        for turn in 0...wait / 20 {
            let answer = state.withLock { state -> String? in
                let next = "s\(state.events.count)"
                if let left = state.leftAt, let start, start <= left {
                    return #"{"next_batch":"\#(next)","rooms":{"leave":{"\#(Self.room)":{}}}}"#
                }
                let new = state.events.dropFirst(start ?? 0).filter {
                    types.contains($0.type) && rooms.contains($0.room) && $0.room == Self.room
                }
                let isSeen = state.membership == "join" && rooms.contains(Self.room)
                guard since == nil || isSeen && !new.isEmpty || turn == wait / 20 else {
                    return nil
                }
                guard isSeen, since == nil || !new.isEmpty else {
                    return #"{"next_batch":"\#(next)"}"#
                }
                let shown = new.suffix(limit).map(\.json).joined(separator: ",")
                return #"{"next_batch":"\#(next)","rooms":{"join":{"\#(Self.room)":{"timeline":"#
                    + #"{"limited":\#(new.count > limit),"prev_batch":"s0","events":[\#(shown)]}}}}}"#
            }
            if let answer { return Self.success(answer) }
            try await Task.sleep(for: .milliseconds(20))
        }
        return Self.success(#"{"next_batch":"s\#(end)"}"#)
    }

    private func send(_ body: Data, room: String, transaction: String) -> Response {
        if isBusy("send") { return Self.busy }
        guard let json = try? JSONSerialization.jsonObject(with: body),
            let content = json as? [String: Any]
        else { return Self.refusal(400, "M_NOT_JSON", "Content not JSON.") }
        let (known, membership) = state.withLock {
            ($0.transactions[transaction], $0.membership)
        }
        guard room == Self.room, membership == "join" else {
            return Self.refusal(403, "M_FORBIDDEN", "User not in room")
        }
        if let known { return Self.success(#"{"event_id":"\#(known)"}"#) }
        let text = content["body"] as? String ?? ""
        // With room for what the server itself adds to an event.
        guard body.count <= 64_000 else {
            return Self.refusal(413, "M_TOO_LARGE", "event too large")
        }
        guard !text.contains("\0") else {
            return Self.refusal(400, "M_BAD_JSON", "NUL in a string")
        }
        let id = add(content, by: Self.account, transaction: transaction)
        let relation = content["m.relates_to"] as? [String: Any]
        let reply = relation?["m.in_reply_to"] as? [String: Any]
        let mentions = content["m.mentions"] as? [String: Any]
        state.withLock { state in
            state.transactions[transaction] = id
            state.posts.append(
                Post(
                    id: id, body: text, html: content["formatted_body"] as? String ?? "",
                    kind: content["msgtype"] as? String ?? "",
                    answered: reply?["event_id"] as? String,
                    mentionsNobody: mentions?.isEmpty == true))
        }
        return Self.success(#"{"event_id":"\#(id)"}"#)
    }

    private static func success(_ json: String) -> Response {
        Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: json)))
    }

    private static func refusal(
        _ status: Int, _ code: String, _ why: String, more: String = ""
    ) -> Response {
        Response(
            status: .init(code: status),
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: #"{"errcode":"\#(code)","error":"\#(why)"\#(more)}"#)
            ))
    }
}
