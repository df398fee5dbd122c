import Configuring
import Keeping
import Testing
import Transport

@testable import Channels
@testable import Scripting

/// How the keys of each kind of channel are read from `config.lua`.
@Suite("Channels in config.lua")
struct ChannelConfigurationTests {
    private static let secret: ScriptValue = ["secret": "environment", "name": "KEY"]

    /// The least that each kind needs, beside its name.
    private static let least: [String: ScriptValue] = [
        "webhook": ["url": "https://example.org/x"], "ntfy": ["topic": "t"],
        "program": ["command": ["true"]], "file": ["path": "a.jsonl"],
        "telegram": ["token": secret, "chat": -1_009_876_543_210],
        "discord": ["url": "https://discord.com/api/webhooks/1/x"],
        "slack": ["url": "https://hooks.slack.com/services/a/b/c"],
        "mattermost": ["url": "https://example.org/hooks/a"],
        "matrix": ["server": "https://example.org", "token": secret, "room": "!a:example.org"],
        "gotify": ["server": "https://example.org", "token": secret],
        "pushover": ["token": secret, "user": secret], "bark": ["key": secret],
        "apprise": ["urls": [secret, "json://example.org"]],
        "mail": ["host": "smtp.example.org", "from": "a@example.org", "to": "b@example.org"],
        "mqtt": ["host": "mqtt.example.org", "topic": "home/sms"],
    ]

    /// Those whose library was there to build with.
    private static let kinds = ChannelKinds.names.filter { kind in
        switch kind {
        case "mail": MailSubmission.absence == nil
        case "mqtt": MQTTPublication.absence == nil
        default: true
        }
    }

    private func read(
        _ kind: String, _ change: ([String: ScriptValue]) -> [String: ScriptValue] = { $0 }
    ) throws -> any ChannelSettings {
        var fields = try #require(Self.least[kind]?.fields, "say what \(kind) needs at least")
        fields["channel_type"] = .string(kind)
        let values: [String: ScriptValue] = ["channels": .table(["desk": .table(change(fields))])]
        let document = ConfigurationDocument(
            name: "config.lua", values: values, lines: KeyLines(""))
        let configuration = try Configuration(
            document, environment: { $0 == "KEY" ? "0123456789" : nil }, file: { _ in nil })
        return try #require(configuration.channels.first).settings
    }

    @Test(arguments: kinds)
    func `each kind takes the least it needs, and hides its secrets`(kind: String) throws {
        let settings = try read(kind)
        #expect(settings.kind == kind)
        #expect(settings.fault == nil)
        #expect(!settings.summary.isEmpty)
        #expect(!"\(settings)\(settings.summary)".contains("0123456789"))
    }

    @Test(arguments: kinds)
    func `a key that a kind does not know is refused`(kind: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try read(kind) { $0.merging(["nosuch": "x"]) { $1 } }
        }
        #expect(error?.description == "config.lua: channels.desk.nosuch: unknown key.")
    }

    @Test(arguments: kinds)
    func `a kind that lacks what it needs says what, and how to give it`(kind: String) {
        for name in Self.least[kind]?.fields?.keys.sorted() ?? [] where kind != "apprise" {
            let error = #expect(throws: ConfigurationError.self) {
                try read(kind) { fields in fields.filter { $0.key != name } }
            }
            #expect(
                error?.description.hasPrefix("config.lua: channels.desk: \(name) is missing: ")
                    == true)
        }
    }

    @Test func `a program's environment takes secrets, and texts that may be empty`() throws {
        let settings = try read("program") {
            $0.merging(["environment": ["KEY": Self.secret, "EMPTY": "", "MODE": "x"]]) { $1 }
        }
        let program = try #require(settings as? ProgramSettings)
        #expect(
            program.keys.mapValues { $0.reveal() }
                == ["KEY": "0123456789"])
        #expect(program.environment == ["EMPTY": "", "MODE": "x"])
    }
}
