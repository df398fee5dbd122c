import Testing
import Transport

@testable import Channels

/// What a broker's answers mean, without a broker.
@Suite("A broker's answer") struct MQTTVerdictTests {
    private func verdict(_ outcome: MQTTOutcome, quality: Int = 1) -> String {
        let verdict = MQTTVerdict(
            channel: "desk", server: "mqtt.example", topic: "a/b", timeout: .seconds(15),
            quality: quality, secrets: [Secret("sesame")])
        do throws(DeliveryError) {
            return try verdict.judge(outcome).text
        } catch {
            return "\(error.remedy == .giveUp ? "dead" : "again"): \(error)"
        }
    }

    private func refused(connection code: Int, version: Int = 5) -> String {
        var outcome = MQTTOutcome(confirmations: [nil])
        outcome.connection = MQTTReason.connection(code, version: version)
        return verdict(outcome)
    }

    @Test func `to a connection tells what to do`() {
        for code in [134, 135] {
            #expect(refused(connection: code).contains("does not accept its login (status"))
        }
        for code in [4, 5] {
            #expect(refused(connection: code, version: 4).contains("does not accept its login"))
        }
        for code in [128, 131, 136, 137, 139, 151, 159] {
            #expect(refused(connection: code).hasPrefix("again: "))
        }
        #expect(refused(connection: 3, version: 4).hasPrefix("again: "))
        #expect(refused(connection: 2, version: 4).contains("client_id"))
        #expect(refused(connection: 138).hasPrefix("dead: "))
        #expect(refused(connection: 132).hasPrefix("dead: "))
    }

    @Test func `to a message decides, whatever becomes of the connection`() {
        var outcome = MQTTOutcome(confirmations: [0])
        outcome.connection = 0
        outcome.ending = .lost(reason: "reset")
        #expect(verdict(outcome) == "published to a/b")
        #expect(verdict(outcome, quality: 0) == "sent to a/b, unconfirmed")
        outcome.confirmations = [135]
        outcome.words = "sesame is not yours"
        #expect(verdict(outcome).contains("not authorized, ••• is not yours to publish to a/b"))
        outcome.confirmations = [151]
        #expect(verdict(outcome).hasPrefix("again: "))
        for code in [144, 154, 155] {
            outcome.confirmations = [code]
            #expect(verdict(outcome).hasPrefix("dead: "))
        }
        outcome.confirmations = [0, 135]
        #expect(verdict(outcome) == "published to a/b; discovery refused: not authorized")
    }

    @Test func `that never came is asked for again`() {
        var outcome = MQTTOutcome(confirmations: [nil])
        #expect(verdict(outcome).contains("cannot be reached (nothing within"))
        outcome.connection = 0
        #expect(verdict(outcome).contains("its answer was lost (nothing within"))
        outcome.ending = .lost(reason: "reset")
        #expect(verdict(outcome).hasPrefix("again: "))
        outcome.goodbye = 139
        #expect(verdict(outcome).contains("server shutting down"))
        outcome.goodbye = 142
        #expect(verdict(outcome).hasPrefix("again: "))
        outcome = MQTTOutcome(ending: .tooLarge, connection: 0, confirmations: [nil])
        #expect(verdict(outcome).hasPrefix("dead: "))
    }

    @Test(arguments: [
        "", "a/#", "+", "a/+/b", "$SYS/x", "a\u{0}", "a\nb", "a\u{FFFF}", "a\u{1FFFE}",
        String(repeating: "ü", count: 32_768),
    ])
    func `cannot come for a topic that is none`(topic: String) {
        #expect(MQTTTopic.fault(topic) != nil)
        #expect(MQTTSettings(host: "h", topic: topic).fault == MQTTTopic.fault(topic))
    }

    @Test func `can come for any other topic`() {
        for topic in ["a", "home/sms", "/", "a b/ü/$x", String(repeating: "a", count: 65_535)] {
            #expect(MQTTTopic.fault(topic) == nil)
        }
    }

    @Test(arguments: [
        ("host", "its host must be"), ("password", "no user"), ("authority", "add tls = true"),
        ("proxy", "does not pass a web proxy"), ("discovery", "usually \"homeassistant\""),
        ("client", "invalid character"),
    ])
    func `is not asked for with settings that cannot work`(what: String, words: String) throws {
        var settings = MQTTSettings(host: "mqtt.example", topic: "a")
        switch what {
        case "host": settings.host = "mqtt://mqtt.example"
        case "password": settings.password = Secret("sesame")
        case "authority": settings.network = try ServerProgram.trust("ca.crt")
        case "proxy": settings.network.way = .proxy(try Proxy("http://proxy.example:3128"))
        case "discovery": settings.discovery = "home/#"
        default: settings.clientID = "a\nb"
        }
        #expect(settings.fault?.contains(words) == true, "\(settings.fault ?? "-")")
    }
}
