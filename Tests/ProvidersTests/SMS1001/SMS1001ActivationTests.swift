import Lines
import Providers
import Testing
import TestSupport
import Transport

/// The state of orders, and that none of their messages is lost.
@Suite struct SMS1001ActivationTests {
    private static func message(_ text: String, minute: Int? = nil, id: String = "m") -> String {
        let time = minute.map { ",\"receivedAt\":\"2026-02-01T12:0\($0):00.000Z\"" } ?? ""
        return #"{"id":"\#(id)","sender":"Google","message":"\#(text)","code":null\#(time)}"#
    }

    private static func checked(_ messages: String..., status: String = "RENTED") -> String {
        let list = messages.joined(separator: ",")
        return
            #"{"success":true,"data":{"hasMessage":true,"messages":[\#(list)],"status":"\#(status)"}}"#
    }

    private static func one(_ messages: String..., status: String = "RENTED") -> String {
        let list = messages.joined(separator: ",")
        return #"{"success":true,"data":{"id":"o1","status":"\#(status)","messages":[\#(list)]}}"#
    }

    private static func active(_ orders: String..., total: Int? = nil) -> String {
        let list = orders.joined(separator: ",")
        return #"{"success":true,"data":{"orders":[\#(list)],"total":\#(total ?? orders.count)}}"#
    }

    private static let refused = HTTPReply(400, #"{"success":false,"error":"Order is not active"}"#)

    @Test(arguments: [
        ("RENTED", ActivationStatus.Phase.waiting), ("ACTIVE", .waiting), ("PENDING", .waiting),
        ("COMPLETED", .received), ("EXPIRED", .expired), ("REFUNDED", .refunded),
        ("BLOCKED", .cancelled), ("refunded", .refunded), (" Rented ", .waiting),
        ("FAILED", .unclear), ("CANCELLED", .unclear), ("", .unclear), ("7", .unclear),
    ])
    func `a status means what it says and nothing follows from one that is unknown`(
        _ word: String, _ phase: ActivationStatus.Phase
    ) async throws {
        let scripted = ScriptedSMS1001(Self.checked(status: word), Self.one(status: word))
        let reading = try await scripted.account.check("o1").value
        #expect(reading.status.phase == phase && reading.providerID == "o1")
        let listed = ScriptedSMS1001(Self.active(#"{"id":"o1","status":"\#(word)"}"#))
        #expect(
            try await listed.account.history().value.entries.map(\.reading.status.phase) == [phase])
    }

    @Test(arguments: ["RENTED", "ACTIVE", "EXPIRED", "REFUNDED", "BLOCKED", "COMPLETED", "WHAT"])
    func `a message under whatever status is kept`(_ word: String) async throws {
        let scripted = ScriptedSMS1001(
            Self.checked(Self.message("one"), status: word), Self.one(status: word))
        let reading = try await scripted.account.check("o1").value
        #expect(reading.messages.map(\.text) == ["one"])
        #expect(
            (reading.status.phase == .received) == ["RENTED", "ACTIVE", "COMPLETED"].contains(word))
        #expect((reading.status.phase == .unclear) == (word == "WHAT"))
    }

    @Test func `a check and its order together show every message once`() async throws {
        let (first, second) = (Self.message("a", minute: 1), Self.message("b", minute: 2))
        let twice = Self.message("a", minute: 1, id: "other")
        let cases: [(String, String, [String])] = [
            (Self.checked(second), Self.one(first, second), ["a", "b"]),
            (Self.checked(first, second), Self.one(first), ["a", "b"]),
            (Self.checked(second, first), "{", ["a", "b"]),
            (Self.checked(), Self.one(second, first), ["a", "b"]),
            (Self.checked(first), Self.one(second), ["a", "b"]),
            (Self.checked(first, twice), Self.one(first), ["a", "a"]),
            (Self.checked(first), Self.one(first, twice), ["a", "a"]),
            (Self.checked(first), Self.one(Self.message("a", minute: 3)), ["a", "a"]),
            (Self.checked(Self.message("a")), Self.one(first), ["a"]),
            (Self.checked(first), "{", ["a"]), (Self.checked(), Self.one(first), ["a"]),
        ]
        for (check, order, texts) in cases {
            let reading = try await ScriptedSMS1001(check, order).account.check("o1").value
            #expect(reading.messages.map(\.text) == texts, "\(check) \(order)")
            #expect(reading.status.phase == .received)
        }
    }

    @Test func `messages in every form they may come in`() async throws {
        let list = [
            #"{"message":"t","code":1234,"sender":null,"receivedAt":"2026-02-01T12:00:00Z"}"#,
            #"{"text":"u","code":"0"}"#, #"{"sms":5678}"#, #"{"message":null,"code":"99"}"#,
            #"{"sender":"S","message":""}"#, #""bare""#, "{}", "null", #"{"message":""}"#,
        ].joined(separator: ",")
        let scripted = ScriptedSMS1001(Self.checked(list), "{")
        let messages = try await scripted.account.check("o1").value.messages
        #expect(
            messages == [
                ReceivedMessage(
                    text: "t", code: "1234", receivedAt: Instant(rfc3339: "2026-02-01T12:00:00Z")),
                ReceivedMessage(text: "u"), ReceivedMessage(text: "5678"),
                ReceivedMessage(text: "99", code: "99"), ReceivedMessage(text: "", sender: "S"),
                ReceivedMessage(text: "bare"),
            ])
        for list in ["7", "true", "[{}]", "[null,{}]"] {
            let broken = ScriptedSMS1001(#"{"data":{"messages":\#(list),"status":"RENTED"}}"#)
            guard case .unrecognised? = await SMS1001Question.check.error(broken) else {
                Issue.record("\(list)")
                continue
            }
        }
    }

    @Test func `an order that is over and no longer checked tells how it ended`() async throws {
        for (word, phase) in [
            ("REFUNDED", ActivationStatus.Phase.refunded), ("EXPIRED", .expired),
            ("BLOCKED", .cancelled), ("COMPLETED", .received),
        ] {
            let order = HTTPReply(200, Self.one(Self.message("late"), status: word))
            let reading = try await ScriptedSMS1001(Self.refused, order).account.check("o1").value
            #expect(reading.status.phase == phase && reading.messages.map(\.text) == ["late"])
        }
        // An open order was not looked at, so the stored messages prove nothing.
        for order in [HTTPReply(200, Self.one()), HTTPReply(500, ""), HTTPReply(200, "{}")] {
            let scripted = ScriptedSMS1001(Self.refused, order)
            let error = await SMS1001Question.check.error(scripted)
            #expect(error == .badRequest(["Order is not active"]))
        }
    }

    @Test func `an answer about another order is none`() async {
        let scripted = ScriptedSMS1001(Self.one())
        guard case .unrecognised? = await SMS1001Question.details.error(scripted) else {
            Issue.record("the order of another id was taken")
            return
        }
    }

    @Test func `a glance asks once while nothing has come, and for all of it then`() async throws {
        let waiting = ScriptedSMS1001(HTTPReply(200, Self.checked()))
        let reading = try await waiting.account.glance(at: "o1").value
        #expect(reading.status.phase == .waiting && reading.messages.isEmpty)
        #expect(waiting.asked == ["POST activations/check"])
        let first = Self.message("a", minute: 1)
        let second = Self.message("b", minute: 2)
        let answered = ScriptedSMS1001(
            HTTPReply(200, Self.checked(second)), HTTPReply(200, Self.one(first, second)))
        let whole = try await answered.account.glance(at: "o1").value
        #expect(whole.messages.map(\.text) == ["a", "b"])
        let over = ScriptedSMS1001(
            HTTPReply(200, Self.checked(status: "REFUNDED")),
            HTTPReply(200, Self.one(status: "REFUNDED")))
        #expect(try await over.account.glance(at: "o1").value.status.phase == .refunded)
    }

    @Test func `active orders show what was fetched last, and fetch nothing`() async throws {
        let latest = Self.message("a", minute: 1)
        let list = Self.active(
            #"{"id":"o1","status":"RENTED","latestMessage":\#(latest)}"#,
            #"{"id":"o2","status":"RENTED","latestMessage":null,"price":"0.50"}"#,
            #"{"id":"o3","status":"PENDING"}"#)
        let scripted = ScriptedSMS1001(HTTPReply(200, list))
        let readings = try await scripted.account.activeActivations().value
        #expect(readings.map(\.providerID) == ["o1", "o2", "o3"])
        #expect(readings.map { $0.messages.map(\.text) } == [["a"], [], []])
        #expect(readings.map(\.status.phase) == [.received, .waiting, .waiting])
        #expect(readings.map(\.isPartial) == [true, true, true])
        #expect(readings[1].price == Money(tenThousandths: 5000))
        #expect(scripted.network.sent.count == 1)
    }

    @Test func `all pages of active orders are read, and a short page is not the last`()
        async throws
    {
        let page = { (ids: [String], total: String) in
            let orders = ids.map { #"{"id":"\#($0)","status":"EXPIRED"}"# }.joined(separator: ",")
            return HTTPReply(200, #"{"success":true,"data":{"orders":[\#(orders)]\#(total)}}"#)
        }
        let silent = HTTPReply(429, "")
        let three = ScriptedSMS1001(
            page(["a", "b"], #","total":"3""#), page(["b", "c"], #","total":3"#), silent)
        let orders = try await three.account.activeActivations().value
        #expect(orders.map(\.providerID) == ["a", "b", "c"], "one that moved is listed once")
        #expect(three.network.sent[1].query["page"] == "2")
        let untold = ScriptedSMS1001(page(["a"], ""), silent)
        #expect(try await untold.account.activeActivations().value.count == 1)
        let endless = ScriptedSMS1001(page(["a"], #","total":9"#), page(["a"], #","total":9"#))
        guard case .unrecognised? = await SMS1001Question.active.error(endless) else {
            Issue.record("a list that lacks orders was taken for whole")
            return
        }
    }

    @Test func `a list that cannot be read whole is no list`() async {
        for orders in ["null", "{}", "7", #"[{"status":"RENTED"}]"#, #"[{"id":"a"},null]"#, "[[]]"]
        {
            let body = #"{"success":true,"data":{"orders":\#(orders),"total":1}}"#
            for question in [SMS1001Question.active, .past, .archiveAll] {
                guard case .unrecognised? = await question.error(HTTPReply(200, body)) else {
                    Issue.record("\(question) \(orders)")
                    continue
                }
            }
        }
    }

    @Test func `past orders come newest first, with how they ended`() async throws {
        let body = #"""
            {"success":true,"data":{"orders":[
            {"id":"a","status":"REFUNDED","rentedAt":"2026-02-01T09:00:00.000Z","messageCount":0},
            {"id":"b","status":"RENTED","rentedAt":"2026-02-01 11:00:00","messageCount":2},
            {"id":"c","status":"COMPLETED","rentedAt":1769940000,"messageCount":"1"}],"total":3}}
            """#
        let past = try await ScriptedSMS1001(body).account.pastActivations().value
        #expect(past.map(\.providerID) == ["b", "c", "a"])
        #expect(past.map(\.status.phase) == [.received, .received, .refunded])
    }

    @Test func `times without a zone are the account's`() async throws {
        let zone = LocalZone(seconds: 7200)
        let order = #"{"data":{"id":"o1","status":"RENTED","rentedAt":"2026-02-01 12:00:00"}}"#
        let scripted = ScriptedSMS1001(results: [.success(HTTPReply(200, order))], zone: zone)
        let reading = try await scripted.account.details(of: "o1").value.reading
        #expect(reading.orderedAt == Instant(rfc3339: "2026-02-01T10:00:00Z"))
    }
}
