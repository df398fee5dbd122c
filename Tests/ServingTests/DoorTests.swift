import Foundation
import Hummingbird
import Logging
import NIOCore
import Serving
import Testing
import TestSupport

/// Clients that send nothing, or send it slowly. In the first tests deadlines do not help; only
/// making room does.
@Suite("A server's door", .timeLimit(.minutes(20))) struct DoorTests {
    private static let patient = ConnectionPatience(
        head: .seconds(3600), body: .seconds(3600), rest: .seconds(3600))

    /// A server that answers a post to `/ok` once its body is there, and `/later` after a while.
    private static func serving(
        most: Int, _ patience: ConnectionPatience, door given: Doorkeeper? = nil,
        at place: BindAddress = .hostname("127.0.0.1", port: 0),
        _ work: @escaping @Sendable (SocketAddress) async throws -> Void
    ) async throws {
        let door = given ?? Doorkeeper(most: most)
        let router = Router(context: BasicRequestContext.self)
        router.post("ok") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            return "fine"
        }
        router.post("later") { _, _ in
            // The head is sent at once, so that the client knows that it is being answered.
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "soon "))
                    try await Task.sleep(for: .milliseconds(700))
                    try await writer.write(ByteBuffer(string: "and fine"))
                    try await writer.finish(nil)
                })
        }
        router.get("tail") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    while true {
                        try await writer.write(ByteBuffer(string: "\n"))
                        try await Task.sleep(for: .milliseconds(50))
                    }
                })
        }
        let (addresses, told) = AsyncStream.makeStream(of: SocketAddress.self)
        let application = Application(
            router: router,
            server: .guarded(by: door, patience: patience),
            configuration: .init(address: place),
            onServerRunning: { channel in
                if let address = channel.localAddress { told.yield(address) }
            },
            logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = addresses.makeAsyncIterator()
            try await work(try #require(await iterator.next()))
            group.cancelAll()
        }
    }

    @Test(arguments: ["", "POST /o", trickle("/ok"), trickle("/wrong")])
    func `lets everybody in, however many trickle`(_ said: String) async throws {
        try await Self.serving(most: 10, Self.patient) { address in
            var crowd: [Caller] = []
            for _ in 0..<40 {
                let caller = try await Caller.connect(to: address)
                caller.say(said)
                crowd.append(caller)
                if crowd.count % 10 == 0 {
                    let valid = try await Caller.connect(to: address)
                    valid.say(post("/ok", "{}"))
                    #expect(await valid.answer() == "HTTP/1.1 200 OK")
                }
            }
            // The connections that waited longest were closed.
            for caller in crowd.prefix(20) { await caller.end() }
            crowd.forEach { $0.leave() }
        }
    }

    @Test func `leaves those alone that are being answered`() async throws {
        try await Self.serving(most: 2, Self.patient) { address in
            let asked = try await Caller.connect(to: address)
            asked.say(post("/later", "{}"))
            #expect(await asked.answer() == "HTTP/1.1 200 OK")
            var crowd: [Caller] = []
            for _ in 0..<20 { crowd.append(try await Caller.connect(to: address)) }
            #expect(await asked.hears("and fine"))
            crowd.forEach { $0.leave() }
        }
    }

    @Test(arguments: ["", "POST /o", "POST /ok HTTP/1.1\r\nHost: x\r\n"])
    func `closes on whoever does not come to the point`(_ said: String) async throws {
        let short = ConnectionPatience(head: .milliseconds(200), body: .seconds(3600))
        try await Self.serving(most: 10, short) { address in
            let caller = try await Caller.connect(to: address)
            caller.say(said)
            await caller.end()
        }
    }

    @Test func `closes on a body that only trickles, however busily`() async throws {
        let short = ConnectionPatience(head: .seconds(3600), body: .milliseconds(300))
        try await Self.serving(most: 10, short) { address in
            let caller = try await Caller.connect(to: address)
            caller.say(trickle("/ok"))
            while caller.isConnected {
                caller.say("x")
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(await caller.answer() == nil)
        }
    }

    @Test(arguments: [true, false])
    func `leaves whoever takes nothing any more of an answer without an end`(
        isRead: Bool
    ) async throws {
        var short = Self.patient
        // Longer than a busy machine leaves a reader without a turn.
        short.stall = .seconds(3)
        let door = Doorkeeper(most: 10)
        let path = NSTemporaryDirectory() + "lk-\(UUID().uuidString.prefix(8))"
        defer { unlink(path) }
        try await Self.serving(
            most: 10, short, door: door, at: .unixDomainSocket(path: path)
        ) { address in
            let caller = try await Caller.connect(to: address)
            caller.say("GET /tail HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await caller.answer() == "HTTP/1.1 200 OK")
            if !isRead { try await caller.stopReading() }
            if isRead {
                try await Task.sleep(for: .seconds(8))
                #expect(door.count == 1)
            } else {
                try await eventually("it is left") { door.count == 0 }
            }
            caller.leave()
        }
    }

    @Test func `answers a wrong path before the body, and waits a moment for the rest`()
        async throws
    {
        let short = ConnectionPatience(
            head: .seconds(3600), body: .seconds(3600), rest: .milliseconds(200))
        try await Self.serving(most: 10, short) { address in
            let caller = try await Caller.connect(to: address)
            caller.say(trickle("/wrong"))
            #expect(await caller.answer() == "HTTP/1.1 404 Not Found")
            await caller.end()
        }
    }

    /// A connection that has been accepted but not handled yet is dropped.
    @Test func `may stop while a crowd is coming in`() async throws {
        for _ in 0..<20 {
            try await Self.serving(most: 100, Self.patient) { address in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<30 {
                        group.addTask { _ = try? await Caller.connect(to: address) }
                    }
                    await group.next()
                }
            }
        }
    }

    @Test func `keeps a connection for the next request`() async throws {
        try await Self.serving(most: 10, Self.patient) { address in
            let caller = try await Caller.connect(to: address)
            for _ in 0..<3 {
                caller.say(post("/ok", "{}"))
                #expect(await caller.answer() == "HTTP/1.1 200 OK")
            }
            caller.leave()
        }
    }
}
