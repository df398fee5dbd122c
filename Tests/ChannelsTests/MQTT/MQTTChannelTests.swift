import Foundation
import Lines
import Testing
import TestSupport
import Transport

@testable import Channels

/// Messages through a real broker.
@Suite("A message for a broker", .enabled(if: ServerProgram.hasBroker)) struct MQTTChannelTests {
    @Test func `is published in every quality, and kept if wanted`() async throws {
        let broker = try await Broker()
        defer { broker.stop() }
        let subscriber = try await Subscriber(to: broker)
        let delivery = Sample.delivery(content: ForwardContent(text: Sample.hostile))
        for (quality, isRetained) in [(0, false), (1, false), (2, false), (1, true)] {
            var settings = broker.settings("home/sms/ü")
            settings.quality = quality
            settings.isRetained = isRetained
            settings.clientID = "linekeeper-test"
            let receipt = try await make(settings).deliver(delivery)
            #expect(
                receipt.text
                    == (quality == 0
                        ? "sent to home/sms/ü, unconfirmed" : "published to home/sms/ü"))
            let message = try await subscriber.message()
            #expect(message.topic == "home/sms/ü")
            #expect(message.qos == quality)
            #expect(message.bytes == Envelope(delivery).json)
        }
        #expect(try await Subscriber(to: broker).message().retain == 1)
        let channel = make(broker.settings("home/sms/ü"))
        for text in HostileCorpus.texts where text.utf8.count < 10_000 {
            let delivery = Sample.delivery(
                content: ForwardContent(title: text, text: text),
                message: Sample.message(sender: text, text: text))
            _ = try await channel.deliver(delivery)
            let message = try await subscriber.message()
            #expect(message.topic == "home/sms/ü")
            #expect(message.bytes == Envelope(delivery).json)
        }
    }

    @Test func `is refused with a sentence, and never with the password`() async throws {
        let broker = try await Broker([
            "allow_anonymous false", "password_file FOLDER/passwords", "acl_file FOLDER/acl",
        ])
        defer { broker.stop() }
        var settings = broker.settings()
        var error = await failure(make(settings))
        #expect(error?.description.contains("does not accept its login") == true)
        #expect(error?.remedy == .giveUp)
        (settings.user, settings.password) = ("joe", Secret("wrong-password"))
        error = await failure(make(settings))
        #expect(
            error?.description == """
                Channel desk cannot deliver: 127.0.0.1:\(broker.port) does not accept its login \
                (status 135): not authorized. Correct user and password in config.lua, then send it \
                again.
                """)
        settings.password = Secret("sesame")
        let receipt = try await make(settings).deliver(Sample.delivery())
        #expect(receipt.text == "published to open/sms, where nobody listens")
        #expect(receipt.answer?.status == 16)
        settings.topic = "closed/sms"
        for quality in [1, 2] {
            settings.quality = quality
            #expect(
                await failure(make(settings))
                    == .refused(
                        channel: "desk", status: 135,
                        answer: "not authorized to publish to closed/sms"))
        }
    }

    @Test func `is sent over TLS only to a broker that can be trusted`() async throws {
        let tls = ["allow_anonymous true", "certfile FOLDER/good.pem", "keyfile FOLDER/good.pem"]
        let broker = try await Broker(tls)
        defer { broker.stop() }
        var settings = broker.settings()
        (settings.host, settings.isEncrypted) = ("localhost", true)
        settings.network = try ServerProgram.trust("ca.crt")
        _ = try await make(settings).deliver(Sample.delivery())
        settings.network = NetworkChoice()
        var error = await failure(make(settings))
        #expect(
            error?.description.contains("is signed by somebody this machine does not know") == true,
            "\(String(describing: error))")
        #expect(error?.remedy == .retry(after: nil))
        settings.isEncrypted = false
        settings.timeout = .seconds(2)
        #expect(await failure(make(settings))?.remedy == .retry(after: nil))

        let other = try await Broker(tls.map { $0.replacing("good", with: "elsewhere") })
        defer { other.stop() }
        settings = other.settings()
        (settings.host, settings.isEncrypted) = ("localhost", true)
        settings.network = try ServerProgram.trust("ca.crt")
        error = await failure(make(settings))
        #expect(error?.description.contains("is for another name") == true)
    }

    @Test func `is tried again while the broker is away, hangs or speaks something else`()
        async throws
    {
        let broker = try await Broker()
        let channel = make(broker.settings())
        _ = try await channel.deliver(Sample.delivery())
        broker.stop()
        let error = await failure(channel)
        #expect(error?.description.contains("cannot be reached (connection refused)") == true)
        #expect(error?.remedy == .retry(after: nil))
        try await broker.start()
        _ = try await channel.deliver(Sample.delivery())
        var settings = broker.settings()
        settings.isEncrypted = true
        #expect(await failure(make(settings))?.remedy == .retry(after: nil))
        broker.stop()

        let (listener, port) = try LoopbackSocket.listener(backlog: 8)
        defer { close(listener) }
        settings = MQTTSettings(host: "127.0.0.1", port: Int(port), topic: "a")
        settings.timeout = .milliseconds(300)
        for isEncrypted in [false, true] {
            settings.isEncrypted = isEncrypted
            let error = await failure(make(settings))
            #expect(error?.description.contains("cannot be reached (nothing within") == true)
        }
        settings.timeout = .seconds(30)
        let patient = make(settings)
        let task = Task { await failure(patient) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(await task.value == .interrupted(channel: "desk"))
    }

    @Test func `tells Home Assistant of its sensor once, before the first message`() async throws {
        let broker = try await Broker()
        defer { broker.stop() }
        let subscriber = try await Subscriber(to: broker)
        var settings = broker.settings()
        settings.discovery = "homeassistant"
        let channel = make(settings)
        for attempt in 1...2 { _ = try await channel.deliver(Sample.delivery(attempt: attempt)) }
        let sensor = try await subscriber.message()
        let id = try #require(sensor.topic.split(separator: "/").dropFirst(2).first)
        #expect(sensor.topic == "homeassistant/sensor/\(id)/config")
        let document = try jsonObject(sensor.bytes)
        #expect(document["state_topic"] as? String == "open/sms")
        #expect(document["unique_id"] as? String == String(id))
        for _ in 1...2 { #expect(try await subscriber.message().topic == "open/sms") }
        #expect(try await Subscriber(to: broker).message().topic == sensor.topic)
    }

    @Test func `reaches a broker that knows only the version before`() async throws {
        let process = try TestProcess(
            [ServerProgram.path(of: "old_broker.py")], program: ServerProgram.python)
        defer { process.stop() }
        let line = await process.line(where: { _ in true })
        let port = try #require(line.flatMap { Int($0) })
        let settings = MQTTSettings(host: "127.0.0.1", port: port, topic: "a/b")
        let receipt = try await make(settings).deliver(Sample.delivery())
        #expect(receipt.text == "published to a/b")
        let got = try #require(await process.line(where: { _ in true }))
        #expect(try jsonObject(Array(got.utf8))["topic"] as? String == "a/b")
    }
}
