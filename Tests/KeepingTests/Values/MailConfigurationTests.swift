import Channels
import Configuring
import Lines
import Testing
import Transport

@testable import Scripting

/// The keys of `mail` and `mqtt` in `config.lua`.
@Suite("Mail and MQTT in config.lua")
struct MailConfigurationTests {
    /// Whether the library was there to build with.
    private static func isBuilt(_ values: [String: ScriptValue]) -> Bool {
        !complaint(values).contains("was built without")
    }

    private static func channel(_ values: [String: ScriptValue]) throws -> any ChannelSettings {
        let document = ConfigurationDocument(
            name: "config.lua", values: ["channels": .table(["c": .table(values)])],
            lines: KeyLines(""))
        let configuration = try Configuration(
            document, environment: { $0 == "MAIL" ? "sesame" : nil }, file: { _ in nil })
        return try #require(configuration.channels.first?.settings)
    }

    private static func complaint(_ values: [String: ScriptValue]) -> String {
        do {
            _ = try channel(values)
            return "taken"
        } catch {
            return "\(error)"
        }
    }

    private static let mail: [String: ScriptValue] = [
        "channel_type": "mail", "host": "smtp.example.org", "from": "Joe <joe@example.org>",
        "to": "ann@example.org",
    ]
    private static let mqtt: [String: ScriptValue] = [
        "channel_type": "mqtt", "host": "mqtt.example", "topic": "home/sms",
    ]

    private static func with(
        _ base: [String: ScriptValue], _ more: [String: ScriptValue]
    ) -> [String: ScriptValue] {
        base.merging(more) { $1 }
    }

    @Test(.enabled(if: isBuilt(mail))) func `are read with their defaults`() throws {
        let plain = try #require(try Self.channel(Self.mail) as? MailSettings)
        #expect(plain.port == 465)
        #expect(plain.encryption == .implicit)
        #expect(plain.to == ["ann@example.org"])
        #expect(plain.summary == "ann@example.org through smtp.example.org")
        let full = try #require(
            try Self.channel(
                Self.with(
                    Self.mail,
                    [
                        "tls": "starttls", "user": "joe",
                        "password": ["secret": "environment", "name": "MAIL"],
                        "to": ["ann@example.org", "bob@example.org"], "subject_prefix": "[SMS]",
                        "timeout": "5s",
                    ])) as? MailSettings)
        #expect(full.port == 587)
        #expect(full.password?.reveal() == "sesame")
        #expect(full.to.count == 2)
        #expect(!"\(full)".contains("sesame"))
    }

    @Test(.enabled(if: isBuilt(mqtt))) func `are read for a broker`() throws {
        let broker = try #require(try Self.channel(Self.mqtt) as? MQTTSettings)
        #expect(broker.port == 1883)
        #expect(broker.quality == 1)
        #expect(broker.summary == "home/sms at mqtt.example")
        let secure = try #require(
            try Self.channel(
                Self.with(Self.mqtt, ["port": 8883, "qos": 2, "retain": true, "client_id": "k"]))
                as? MQTTSettings)
        #expect(secure.isEncrypted)
        #expect(secure.quality == 2)
        #expect(secure.isRetained)
    }

    @Test func `are refused with the key when they cannot be meant`() {
        let cases: [([String: ScriptValue], String)] = [
            (Self.with(Self.mail, ["tls": "ssl"]), "c.tls: must be one of \"implicit\""),
            (Self.with(Self.mail, ["tls": "none"]), "c: tls = \"none\" would send"),
            (Self.with(Self.mail, ["to": "joe"]), "c: \"joe\" is not a mail address"),
            (Self.with(Self.mail, ["to": .null]), "c: to is missing"),
            (Self.with(Self.mail, ["user": "joe"]), "c: user and password go together"),
            (Self.with(Self.mail, ["sender": "x"]), "c.sender: unknown key"),
            (Self.with(Self.mqtt, ["topic": "home/#"]), "c: its topic contains a wildcard"),
            (Self.with(Self.mqtt, ["topic": "$SYS/a"]), "c: its topic begins with $"),
            (Self.with(Self.mqtt, ["qos": 3]), "c.qos: must be a whole number from 0 to 2"),
            (Self.with(Self.mqtt, ["host": .null]), "c: host is missing"),
            (Self.with(Self.mqtt, ["proxy": "http://p:3128"]), "c: MQTT does not pass a web proxy"),
        ]
        for (values, words) in cases {
            let told = Self.complaint(values)
            #expect(told.contains(words), "\(told)")
        }
    }
}
