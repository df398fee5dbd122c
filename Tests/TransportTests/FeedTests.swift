import Lines
import Networking
import NIOCore
import NIOPosix
import Synchronization
import Testing
import Transport

/// Feeds over real WebSockets: texts arrive in order, and every end is noticed.
@Suite("Feeds", .timeLimit(.minutes(20))) struct FeedTests {
    private final class FeedRecorder: Sendable {
        private let state = Mutex((texts: [String](), opened: 0))
        var texts: [String] { state.withLock { $0.texts } }
        var opened: Int { state.withLock { $0.opened } }
        func hear(_ text: String) { state.withLock { $0.texts.append(text) } }
        func open() { state.withLock { $0.opened += 1 } }
    }

    private func follow(
        _ manner: FeedServer.Manner, silence: Duration = .seconds(60)
    ) async throws -> (recorder: FeedRecorder, error: TransportError?) {
        let recorder = FeedRecorder()
        var error: TransportError?
        try await FeedServer.run(manner) { port in
            let transport = WebSocketTransport(world: .live(), silence: silence)
            do throws(TransportError) {
                try await transport.follow(
                    "ws://127.0.0.1:\(port)/ws/orders?order_id=1&api_key=topsecret",
                    opened: { recorder.open() }, heard: { recorder.hear($0) })
            } catch let failure {
                error = failure
            }
        }
        return (recorder, error)
    }

    @Test func `what is said is heard in order, until the other side ends it`() async throws {
        let texts = (0..<200).map { "text \($0) ü" }
        let (recorder, error) = try await follow(.says(texts))
        #expect(recorder.opened == 1)
        #expect(recorder.texts == texts)
        #expect(error == nil)
    }

    @Test func `what is said in one breath with the agreement is heard`() async throws {
        for _ in 0..<5 {
            let (recorder, error) = try await follow(.saysAtOnce(["now", "and then"]))
            #expect(recorder.texts == ["now", "and then"])
            #expect(error == nil)
        }
    }

    @Test func `a text in pieces is one text`() async throws {
        let (recorder, error) = try await follow(
            .saysInPieces(["one long text in pieces", "and two"]))
        #expect(recorder.texts == ["one long text in pieces", "and two"])
        #expect(error == nil)
    }

    @Test func `what was said before the connection broke is heard`() async throws {
        let (recorder, error) = try await follow(.breaks(["one", "two"]))
        #expect(recorder.texts == ["one", "two"])
        guard case .answerLost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `one that went away without a word is noticed`() async throws {
        let (recorder, error) = try await follow(.silent, silence: .seconds(2))
        #expect(recorder.opened == 1)
        guard case .answerLost(_, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("too long"))
    }

    @Test func `one that does not agree is unreachable, and the key is not told`() async throws {
        let (recorder, error) = try await follow(.refuses)
        #expect(recorder.opened == 0)
        guard case .unreachable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!"\(String(describing: error))".contains("topsecret"))
    }

    @Test func `a text without end is not read`() async throws {
        let (recorder, error) = try await follow(.tooLarge(1 << 20))
        #expect(recorder.texts.isEmpty)
        #expect(error != nil)
    }

    @Test func `one that takes the connection and says nothing is given up`() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        defer { server.close(promise: nil) }
        let url = "ws://127.0.0.1:\(server.localAddress?.port ?? 0)/"
        let transport = WebSocketTransport(world: .live(), connect: .milliseconds(300))
        await #expect(throws: TransportError.self) {
            try await transport.follow(url, opened: {}, heard: { _ in })
        }
        let patient = WebSocketTransport(world: .live())
        let task = Task { try? await patient.follow(url, opened: {}, heard: { _ in }) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await task.value
    }

    @Test func `nobody there is unreachable`() async throws {
        let transport = WebSocketTransport(world: .live())
        await #expect(throws: TransportError.self) {
            try await transport.follow("ws://127.0.0.1:1/x", opened: {}, heard: { _ in })
        }
    }

    @Test(
        arguments: [
            "http://a.example/ws", "ws:///x", "ws://key@a.example/", "ws://a.example:0/", "",
            "ws://a.example:99999/", "ws://a b/", "wss://",
        ])
    func `an address that is none is refused without its query`(url: String) async {
        let transport = WebSocketTransport(world: .live())
        await #expect {
            try await transport.follow(
                url + "?api_key=topsecret", opened: {}, heard: { _ in })
        } throws: { error in
            guard case TransportError.badURL = error else { return false }
            return !"\(error)".contains("topsecret")
        }
    }

    @Test func `a cancelled task lets go of it`() async throws {
        try await FeedServer.run(.silent) { port in
            let transport = WebSocketTransport(world: .live())
            let (opened, told) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try? await transport.follow(
                    "ws://127.0.0.1:\(port)/", opened: { told.finish() }, heard: { _ in })
            }
            for await _ in opened {}
            task.cancel()
            await task.value
        }
    }
}
