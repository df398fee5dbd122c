import Foundation
import Lines
import TestSupport
import Transport

@testable import Channels

/// Deliveries for tests, with ordinary values unless a test says otherwise.
enum Sample {
    static let received = Instant(unixSeconds: 1_760_000_000)

    static func message(sender: String? = "MYBANK", text: String = "Code 123456")
        -> ForwardedMessage
    {
        ForwardedMessage(
            id: 12, line: 7, label: "bank", number: "+15550100", account: "pool",
            service: "Any", country: "US", sender: sender, text: text, code: "123456",
            receivedAt: received, storedAt: received + .milliseconds(250), route: "bank",
            tags: ["money"])
    }

    static func delivery(
        id: String = "0123456789abcdef0123456789abcdef", attempt: Int = 1,
        content: ForwardContent = ForwardContent(text: "Code 123456"),
        message: ForwardedMessage? = message()
    ) -> Delivery {
        Delivery(
            id: id, attempt: attempt, content: content, message: message,
            createdAt: received + .seconds(1), now: received + .seconds(2))
    }

    /// Text with which a stranger may try to break out of a field: control characters, quotes,
    /// markup, surrogates.
    static let hostile =
        "\u{0}\u{1}\u{7}\u{8}\t\n\r\u{1B}[2J\u{7F}\u{85}\u{9B}31m\u{202E}\u{2028}\u{2029}\u{FEFF}"
        + "\"\\</script>'; DROP TABLE\r\nX-Evil: 1\r\n\r\n{{}}$(id)`id`%00😀🇩🇪\u{E0041}e\u{301}\u{FFFF}"
}

/// The error a delivery ends with, or nil when it does not.
func failure(_ channel: any Channel, _ delivery: Delivery = Sample.delivery()) async
    -> DeliveryError?
{
    do throws(DeliveryError) {
        _ = try await channel.deliver(delivery)
        return nil
    } catch {
        return error
    }
}

func make(
    _ settings: any ChannelSettings, over transport: any Transport = ScriptedTransport(status: 200),
    in directory: String = "/nowhere"
) -> any Channel {
    settings.channel(named: "desk", over: transport, in: directory)
}

func jsonObject(_ bytes: some Collection<UInt8>) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
}
