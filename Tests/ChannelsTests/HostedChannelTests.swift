import Foundation
import Lines
import Testing
import TestSupport
import Transport

@testable import Channels

/// The channels of hosted services, against receivers that enforce the documented limits.
@Suite struct HostedChannelTests {
    /// The error or receipt of one delivery, and what the services were asked.
    private static func deliver(
        _ kind: String, _ delivery: Delivery = Sample.delivery(),
        to mood: HostedServices.Mood = .open,
        key: String? = nil
    ) async throws -> (Result<DeliveryReceipt, DeliveryError>, [HostedServices.Call]) {
        let services = HostedServices(mood)
        let result: Result<DeliveryReceipt, DeliveryError> = try await services.serving { url in
            try await withTransport { transport in
                let settings = try #require(EveryChannel.settings(kind, url: url, key: key))
                #expect(settings.fault == nil)
                do throws(DeliveryError) {
                    return .success(
                        try await make(settings, over: PatientTransport(transport))
                            .deliver(delivery))
                } catch {
                    return .failure(error)
                }
            }
        }
        return (result, services.calls)
    }

    @Test(arguments: [
        ("telegram", "sent as message 77"), ("discord", "sent as message 99"), ("slack", "sent"),
        ("mattermost", "sent"),
        ("matrix", "sent as message $event-of-0123456789abcdef0123456789abcdef"),
        ("gotify", "sent as message 25"), ("pushover", "sent as message 647d2300"),
        ("bark", "sent"), ("apprise", "sent"),
    ])
    func `a service takes the message, and its name for it is kept`(
        kind: String, receipt: String
    ) async throws {
        let (result, calls) = try await Self.deliver(kind)
        #expect(try result.get().text == receipt)
        #expect(try result.get().answer?.status == 200)
        #expect(calls.count == 1)
        let body = String(decoding: calls[0].body, as: UTF8.self)
        #expect(body.contains("123456") && body.contains("MYBANK"))
    }

    @Test(arguments: [
        ("telegram", Duration.seconds(7)), ("discord", .milliseconds(1500)), ("slack", .seconds(3)),
        ("mattermost", .seconds(3)), ("matrix", .milliseconds(2500)), ("gotify", nil),
        ("pushover", nil), ("bark", nil), ("apprise", nil),
    ])
    func `a busy service is left alone as long as it asks for`(
        kind: String, wait: Duration?
    ) async throws {
        let (result, _) = try await Self.deliver(kind, to: .busy)
        guard case .failure(let error) = result else { throw CancellationError() }
        #expect(error.remedy == .retry(after: wait))
    }

    @Test(arguments: [
        ("telegram", "(status 404): Not Found"), ("discord", "(status 404): Unknown Webhook"),
        ("slack", "(status 404): no_service"), ("mattermost", "status 400: Invalid webhook"),
        ("matrix", "status 401: M_UNKNOWN_TOKEN: Invalid access token passed."),
        ("gotify", "status 401: you need to provide a valid access token"),
        ("pushover", "status 400: application token is invalid"),
        ("bark", "status 400: failed to get device token"),
        ("apprise", "its server has nobody to notify"),
    ])
    func `a wrong key is a sentence with the service's reason, and without the key`(
        kind: String, says: String
    ) async throws {
        let (result, calls) = try await Self.deliver(kind, key: "-mistyped")
        guard case .failure(let error) = result else { throw CancellationError() }
        #expect(error.remedy == .giveUp)
        #expect("\(error)".contains(says), "\(error)")
        #expect(!"\(error)".contains("mistyped"))
        #expect(calls.count == 1)
    }

    @Test(arguments: EveryChannel.hosted)
    func `a service that takes less than documented gets less, once, and is told so`(
        kind: String
    ) async throws {
        let long = Sample.delivery(
            content: ForwardContent(text: String(repeating: "abcdefghi ", count: 400)))
        // Pushover gets little in any case.
        let (result, calls) = try await Self.deliver(kind, long, to: .small(1900))
        if case .failure(let error) = result { Issue.record("\(error)") }
        let expected = kind == "pushover" ? 1 : 2
        #expect(calls.count == expected)
        #expect(
            calls.last.map { String(decoding: $0.body, as: UTF8.self) }?.contains("shortened")
                == true)
        let (short, tries) = try await Self.deliver(kind, to: .small(10))
        guard case .failure(let error) = short else { throw CancellationError() }
        #expect(error.remedy == .giveUp && "\(error)".contains("413"))
        #expect(tries.count == 1)
    }

    @Test(arguments: EveryChannel.hosted)
    func `a service that has gone is not asked again`(kind: String) async throws {
        let (result, _) = try await Self.deliver(kind, to: .gone)
        guard case .failure(let error) = result else { throw CancellationError() }
        #expect(error.remedy == .giveUp)
        #expect("\(error)".contains("no receiver at its address any more (status 410)"))
    }

    @Test func `a repeat to Matrix is the same event`() async throws {
        let delivery = Sample.delivery()
        let (_, first) = try await Self.deliver("matrix", delivery)
        var again = delivery
        again.attempt = 2
        let (_, second) = try await Self.deliver("matrix", again)
        #expect(first.map(\.path) == second.map(\.path))
        #expect(
            first.first?.path.hasSuffix("/send/m.room.message/0123456789abcdef0123456789abcdef")
                == true)
    }

    @Test func `an emergency at Pushover is repeated only where it was allowed`() async throws {
        let urgent = Sample.delivery(content: ForwardContent(text: "x", priority: .urgent))
        for isAllowed in [false, true] {
            let services = HostedServices()
            try await services.serving { url in
                try await withTransport { transport in
                    var settings = PushoverSettings(
                        token: Secret("app-secret-token"), user: Secret("user-secret-key"))
                    settings.server = url
                    settings.emergency = isAllowed ? .init() : nil
                    _ = try await make(settings, over: PatientTransport(transport))
                        .deliver(urgent)
                }
            }
            let form = try #require(services.calls.first).form
            #expect(form["priority"] == (isAllowed ? "2" : "1"))
            #expect(form["retry"] == (isAllowed ? "60" : nil))
            #expect(form["expire"] == (isAllowed ? "3600" : nil))
        }
    }

    @Test func `a code at Telegram can be copied by a tap, and low priority is silent`()
        async throws
    {
        let quiet = Sample.delivery(
            content: ForwardContent(title: "😀 Bank", text: "Code 123456", priority: .low))
        let (_, calls) = try await Self.deliver("telegram", quiet)
        let call = try #require(calls.first)
        let entity = try #require((call.json["entities"] as? [[String: Any]])?.first)
        let units = Array(call.text("text").utf16)
        let offset = try #require(entity["offset"] as? Int)
        #expect(
            String(decoding: units[offset..<offset + 6], as: UTF16.self) == "123456")
        #expect(call.json["disable_notification"] as? Bool == true)
    }

    @Test(
        arguments: [
            TelegramSettings(token: Secret("1:a/../b"), chat: "42"),
            TelegramSettings(token: Secret("1:a"), chat: "name"),
            DiscordSettings(url: Secret("discord.com/api")), SlackSettings(url: Secret("")),
            MattermostSettings(url: Secret("ftp://a")),
            GotifySettings(server: "https://a/?b", token: Secret("x")),
            GotifySettings(server: "https://a", token: Secret("a\r\nb")),
            MatrixSettings(server: "https://a", token: Secret("x"), room: "#alias:a"),
            MatrixSettings(server: "https://u:p@a", token: Secret("x"), room: "!a:a"),
            BarkSettings(key: Secret("")), AppriseSettings(), AppriseSettings(server: "https://a"),
            AppriseSettings(server: "https://a", key: Secret("a"), urls: [Secret("b://c")]),
            AppriseSettings(key: Secret("a")),
        ] as [any ChannelSettings])
    func `settings that cannot work say so, and send nothing`(
        settings: any ChannelSettings
    ) async {
        let transport = ScriptedTransport(status: 200)
        #expect(settings.fault != nil)
        #expect(await failure(make(settings, over: transport))?.remedy == .giveUp)
        #expect(transport.calls.isEmpty)
    }
}
