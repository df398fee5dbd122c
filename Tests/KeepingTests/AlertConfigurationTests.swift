import Configuring
import Keeping
import Lines
import Testing
import Transport

@testable import Scripting

/// `alerts` and `heartbeat` in config.lua.
@Suite struct `Alerts and the heartbeat in config.lua` {
    private static let channels: ScriptValue = [
        "log": ["channel_type": "file", "path": "a.jsonl"],
        "phone": ["channel_type": "ntfy", "topic": "t"],
        "desk": ["channel_type": "webhook", "url": "https://example.org/x"],
    ]

    private func configuration(_ values: [String: ScriptValue]) throws -> Configuration {
        var values = values
        values["channels"] = values["channels"] ?? Self.channels
        let document = ConfigurationDocument(
            name: "config.lua", values: values, lines: KeyLines(""))
        return try Configuration(document, environment: { _ in nil }, file: { _ in nil })
    }

    private func route(_ alerts: ScriptValue?) throws -> Route? {
        try configuration(alerts.map { ["alerts": $0] } ?? [:]).keeper.alerts?.route
    }

    @Test func `alerts go to the first channel by name that calls somebody`() throws {
        #expect(try route(nil) == ["desk"])
        #expect(try route(["balance_below": 5]) == ["desk"])
        let file: ScriptValue = ["log": ["channel_type": "file", "path": "a.jsonl"]]
        #expect(try configuration(["channels": file]).keeper.alerts?.route == ["log"])
        let none = try configuration(["channels": .table([:])]).keeper.alerts
        #expect(none?.route == [] && none?.channels == [])
        #expect(
            try configuration([:]).keeper.alerts?.channels == ["desk", "phone", "log"])
    }

    @Test func `alerts go wherever routes go`() throws {
        #expect(try route(["to": "phone"]) == ["phone"])
        #expect(try route(["to": ["phone", "log"]]) == ["phone", "log"])
        #expect(
            try route(["to": ["first_of": ["phone", "desk"], "within": "1m"]])
                == Route([Route.Chain(["phone", "desk"], within: .minutes(1))]))
        #expect(try route(["to": .table([:])]) == [])
    }

    @Test func `every key is read`() throws {
        let rules = try #require(
            try configuration([
                "alerts": [
                    "unreachable_for": "20m", "waiting_for": "5m", "unheard_for": "2h",
                    "clock_beyond": "30s", "disk_below": 50, "settled_after": "5m", "per_hour": 7,
                    "mute": ["script_broken", "clock"], "texts": true,
                ]
            ]).keeper.alerts?.rules)
        var expected = AlertRules()
        expected.unreachableFor = .minutes(20)
        expected.waitingFor = .minutes(5)
        expected.unheardFor = .hours(2)
        expected.clockBeyond = .seconds(30)
        expected.diskBelow = 50 << 20
        expected.settledAfter = .minutes(5)
        expected.mostPerHour = 7
        expected.muted = [.scriptBroken, .clock]
        expected.quotes = true
        #expect(rules == expected)
        let heartbeat = try #require(
            try configuration([
                "heartbeat": ["url": "https://hc.example/1", "every": "1m", "method": "head"]
            ]).heartbeat)
        #expect(heartbeat.url.reveal() == "https://hc.example/1")
        #expect(heartbeat.every == .minutes(1) && heartbeat.method == .head)
        #expect(try configuration([:]).heartbeat == nil)
    }

    @Test(
        arguments: [
            (["alerts": ["to": "phon"]], "there is no channel phon; did you mean \"phone\"?"),
            (["alerts": ["to": ["desk", "fone"]]], "alerts.to: there is no channel fone"),
            (["alerts": ["to": ["first_of": .table([:])]]], "first_of"),
            (["alerts": ["mute": ["script_brocken"]]], "did you mean \"script_broken\"?"),
            (["alerts": ["unreachable_for": 10]], "must be a duration"),
            (["alerts": ["waiting_for": "10s"]], "from \"1m\""),
            (["alerts": ["per_hour": 0]], "a whole number from 1 to 1000, not 0"),
            (["alerts": ["unreachable_fo": "1m"]], "did you mean \"unreachable_for\"?"),
            (["heartbeat": ["every": "5m"]], "heartbeat: url is missing"),
            (["heartbeat": ["url": "hc.example"]], "heartbeat.url"),
            (["heartbeat": ["url": "https://hc.example/1", "every": "1s"]], "from \"10s\""),
            (["heartbeat": ["url": "https://hc.example/1", "method": "put"]], "must be one of"),
            (["heartbeat": ["url": "https://hc.example/1", "ca_file": "x"]], "cannot be read"),
            (["heartbeat": ["url": "https://hc.example/1", "secret": "x"]], "unknown key"),
        ] as [(ScriptValue, String)])
    func `what cannot be meant is refused with its place`(values: ScriptValue, says: String) {
        var values = values.fields ?? [:]
        values["channels"] = Self.channels
        let wrong = whatIsWrong(with: .table(values)) ?? "taken"
        #expect(wrong.contains(says), "\(wrong)")
    }
}
