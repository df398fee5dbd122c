import Lines
import ProviderEmulator
import Testing
import TestSupport

/// A state machine and a clock moved by hand: what a test of the emulated handler_api talks to.
typealias HandlerAPIInProcessEmulator = InProcessEmulator<HandlerAPIEmulator>

extension InProcessEmulator where Provider == HandlerAPIEmulator {
    init(
        _ dialect: HandlerAPIEmulator.Dialect = .original,
        balance: Money = Money(tenThousandths: 100_0000), seed: UInt64 = 7
    ) {
        let now = moment("2024-07-26T12:00:00Z")
        self.init(
            HandlerAPIEmulator(seed: seed, now: now, dialect: dialect, balance: balance), now: now)
    }

    /// Calls an action with the accepted key in the query.
    mutating func ask(
        _ action: String, _ query: KeyValuePairs<String, String> = [:], method: String = "GET",
        path: String = "stubs/handler_api.php"
    ) -> Reply {
        let reply = whole(action, query, method: method, path: path)
        return Reply(reply.status, reply.text)
    }

    /// The same, with the headers of the answer.
    mutating func whole(
        _ action: String, _ query: KeyValuePairs<String, String> = [:], method: String = "GET",
        path: String = "stubs/handler_api.php"
    ) -> EmulatedReply {
        var request = EmulatedRequest(path, query, method: method)
        request.parameters += [("api_key", emulatorKey), ("action", action)]
        return provider.answer(request, at: now)
    }

    mutating func order(_ service: String = "wa", in country: String = "16") throws -> EmulatedLine
    {
        let text = ask("getNumber", ["service": service, "country": country]).text
        let parts = text.split(separator: ":").map(String.init)
        try #require(parts.count == 3 && parts[0] == "ACCESS_NUMBER", "\(text)")
        return try line(parts[1])
    }

    mutating func rent(_ service: String = "full", hours: Int = 168) throws -> EmulatedLine {
        let reply = ask(
            "getRentNumber", ["service": service, "rent_time": String(hours), "country": "0"])
        let id = try #require(reply.json["phone"]?["id"]?.text, "\(reply.text)")
        return try line(id)
    }

    mutating func status(_ line: EmulatedLine) -> String { ask("getStatus", ["id": line.id]).text }

    mutating func set(_ status: String, _ line: EmulatedLine) -> String {
        ask("setStatus", ["id": line.id, "status": status]).text
    }
}
