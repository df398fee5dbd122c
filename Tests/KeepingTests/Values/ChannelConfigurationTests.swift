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

    private static let sendersOfMatrix: [(ScriptValue, String?)] = [
        (["@me:example.org", "@you:[::1]:8448"], nil),
        (["me"], "me"), ([42], "42"), (["@me"], "@me"), (["@:example.org"], "@:example.org"),
        (["@me:"], "@me:"), (["@me:example.org", "#room:a"], "#room:a"),
        (["@m e:example.org"], "@m e:example.org"),
    ]

    @Test(arguments: sendersOfMatrix)
    func `who may give commands in a room of Matrix is named by a user id`(
        senders: ScriptValue, wrong: String?
    ) throws {
        let more: [String: ScriptValue] = ["commands": true, "commands_from": senders]
        guard let wrong else {
            let settings = try read("matrix") { $0.merging(more) { $1 } }
            #expect(
                settings.commands?.senders
                    == ["@me:example.org", "@you:[::1]:8448", "!a:example.org"])
            return
        }
        let error = #expect(throws: ConfigurationError.self) {
            try read("matrix") { $0.merging(more) { $1 } }
        }
        #expect(
            error?.description
                == "config.lua: channels.desk: its commands_from must list user ids such "
                + "as \"@me:example.org\", and \"\(wrong)\" is none.")
    }

    @Test func `commands in a room of Matrix need somebody who may give them`() {
        let error = #expect(throws: ConfigurationError.self) {
            try read("matrix") { $0.merging(["commands": "paid"]) { $1 } }
        }
        #expect(
            error?.description
                == "config.lua: channels.desk: commands_from is missing: list the ids of "
                + "those who may give commands, such as { \"@me:example.org\" }.")
    }

    @Test(arguments: [
        (MatrixServerCase(room: "!a:a", token: "x"), true),
        (.init(room: "!b:a", token: "y"), false),
    ])
    func `only one channel takes the commands of a room`(other: MatrixServerCase, rivals: Bool) {
        var first = MatrixSettings(server: "https://a", token: Secret("y"), room: "!a:a")
        first.commands = ChatCommands(senders: ["@me:a"], reach: .paid)
        var second = MatrixSettings(
            server: "https://b", token: Secret(other.token), room: other.room)
        #expect(!first.hearsTheSame(as: second))
        second.commands = first.commands
        #expect(first.hearsTheSame(as: second) == rivals)
    }

    struct MatrixServerCase: Sendable {
        let room: String
        let token: String
    }
}
