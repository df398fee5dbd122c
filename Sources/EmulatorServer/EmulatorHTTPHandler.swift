import HTTPTypes
import Hummingbird
import HummingbirdCore
import Lines
import NIOCore
import ProviderEmulator
import ServiceLifecycle

/// Converts HTTP to requests for the emulation, and its outcomes to events on the wire.
///
/// Works below Hummingbird's `Application`, which gives no access to the connection and writes a
/// `Date` of its own: here a connection must be reset, held or cut off, and the time is the
/// emulator's.
struct EmulatorHTTPHandler: Sendable {
    /// The maximum size of a request's body.
    private static let bodyLimit = 1 << 20
    /// How long `hang` holds a client that does not leave.
    private static let longestHang: Duration = .seconds(120)
    private static let slowness: Duration = .seconds(3)

    let emulation: SharedEmulation
    let sleep: @Sendable (Duration) async throws -> Void

    @Sendable
    func respond(
        to request: Request, _ writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        var request = request
        guard let body = try? await request.collectBody(upTo: EmulatorHTTPHandler.bodyLimit) else {
            let reply = EmulatedReply(
                status: 413, ["error": "The body is larger than the emulator reads."])
            try await write(reply, at: emulation.now(), writer)
            return
        }
        let (outcome, now) = emulation.handle(EmulatedRequest(request, body: body))
        switch outcome {
        case .answer(let reply):
            try await write(reply, at: now, writer)
        case .slow(let reply):
            try await sleep(EmulatorHTTPHandler.slowness)
            try await write(reply, at: emulation.now(), writer)
        case .truncated(let reply):
            try await writeHalf(reply, at: now, writer)
            try await channel.close()
            throw ConnectionEnded()
        case .hang:
            await hold(request)
            try await channel.resetConnection()
            throw ConnectionEnded()
        case .reset:
            try await channel.resetConnection()
            throw ConnectionEnded()
        }
    }

    /// Waits until the client leaves, the emulator is shut down, or two minutes have passed.
    private func hold(_ request: Request) async {
        try? await cancelWhenGracefulShutdown {
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await sleep(EmulatorHTTPHandler.longestHang)
            }
        }
    }

    private func write(
        _ reply: EmulatedReply, at now: Instant, _ writer: consuming ResponseWriter
    ) async throws {
        try await writer.write(
            response: head(of: reply, at: now),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
    }

    /// Announces the complete body and sends half of it.
    private func writeHalf(
        _ reply: EmulatedReply, at now: Instant, _ writer: consuming ResponseWriter
    ) async throws {
        var body = try await writer.writeHead(head(of: reply, at: now))
        try await body.write(ByteBuffer(bytes: reply.body.prefix(reply.body.count / 2)))
    }

    private func head(of reply: EmulatedReply, at now: Instant) -> HTTPResponse {
        var fields = HTTPFields()
        for header in reply.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        fields[.date] = HTTPDate.text(now)
        fields[.contentLength] = String(reply.body.count)
        return HTTPResponse(
            status: HTTPResponse.Status(code: reply.status), headerFields: fields)
    }
}

/// The connection was ended deliberately; thrown so that the server writes nothing more on it.
private struct ConnectionEnded: Error {}

extension EmulatedRequest {
    fileprivate init(_ request: Request, body: ByteBuffer) {
        self.init(
            method: request.method.rawValue, target: request.head.path ?? "/",
            headers: request.headers.map { ($0.name.rawName, $0.value) },
            body: Array(body.readableBytesView))
    }
}
