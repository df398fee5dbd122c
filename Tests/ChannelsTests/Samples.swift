import Foundation
import Lines
import Synchronization
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

/// Runs a test with a transport, and closes it.
func withTransport(_ body: (AsyncHTTPTransport) async throws -> Void) async throws {
    let transport = AsyncHTTPTransport()
    do {
        try await body(transport)
    } catch {
        await transport.shutdown()
        throw error
    }
    await transport.shutdown()
}

/// A temporary directory for a test.
func withDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory
        .appending(path: "linekeeper-\(UUID().uuidString)").path(percentEncoded: false)
    try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await body(directory)
}

/// A network that always gives the same answer and records its calls.
final class StubTransport: Transport {
    private let answer: Result<HTTPReply, TransportError>
    private let sent = Mutex<[HTTPCall]>([])

    init(_ answer: Result<HTTPReply, TransportError>) {
        self.answer = answer
    }

    convenience init(status: Int, headers: [(String, String)] = [], body: String = "") {
        self.init(
            .success(
                HTTPReply(
                    status: status, headers: headers.map { (name: $0.0, value: $0.1) },
                    body: Array(body.utf8))))
    }

    var calls: [HTTPCall] { sent.withLock { $0 } }

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        sent.withLock { $0.append(call) }
        return try answer.get()
    }
}

/// The error of a delivery; nil if it succeeds.
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
    _ settings: ChannelSettings, over transport: any Transport = StubTransport(status: 200),
    in directory: String = "/nowhere"
) -> any Channel {
    makeChannel(name: "desk", settings: settings, transport: transport, directory: directory)
}

func jsonObject(_ bytes: some Collection<UInt8>) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
}
