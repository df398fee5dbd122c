import Accounts
import Control
import Keeping
import Lines
import Logging
import Networking
import NIOCore
import Providers
import Push
import Running
import Scripting
import Serving
import Storage
import Testing
import TestSupport
import Transport

/// The manager's own two servers, each with a crowd of clients and no deadline that would remove
/// them.
@Suite("The manager's doors", .timeLimit(.minutes(20))) struct ManagerDoorTests {
    private static let patient = ConnectionPatience(
        head: .seconds(3600), body: .seconds(3600), rest: .seconds(3600))

    @Test(arguments: [
        "", "POST /v1/sta",
        "POST /v1/status HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n{",
        "GET /v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n{",
    ])
    func `289 connections that say too little delay no command`(_ said: String) async throws {
        try await Self.serving { address, client in
            var crowd: [Caller] = []
            for _ in 0..<289 {
                let caller = try await Caller.connect(to: address)
                caller.say(said)
                crowd.append(caller)
            }
            #expect(try await client.ask(ShowStatus()).version == "0")
            crowd.forEach { $0.leave() }
            for caller in crowd { await caller.end() }
        }
    }

    @Test func `200 that watch and 200 that wait delay no command, and one more is told why not`()
        async throws
    {
        let wait = post("/v1/code", #"{"seconds":3000}"#)
        let crowds = [
            ("GET /v1/tail HTTP/1.1\r\nHost: x\r\n\r\n", "Too many watchers"),
            (wait, "Too many programs are waiting for a code"),
        ]
        try await Self.serving { address, client in
            var crowd: [Caller] = []
            for (said, refusal) in crowds {
                for _ in 0..<200 {
                    let caller = try await Caller.connect(to: address)
                    caller.say(said)
                    crowd.append(caller)
                }
                let last = try #require(crowd.last)
                #expect(await last.hears(refusal))
                #expect(try await client.ask(ShowStatus()).version == "0")
            }
            await #expect {
                for try await _ in client.tail(last: 0, line: nil) {}
            } throws: { error in
                (error as? ControlFailure)?.message.contains("Too many watchers (64)") ?? false
            }
            crowd.forEach { $0.leave() }
            for caller in crowd { await caller.end() }
            // Their places are free again.
            var answer: String?
            for _ in 0..<90 where answer != "HTTP/1.1 200 OK" {
                let next = try await Caller.connect(to: address)
                next.say(crowds[0].0)
                answer = await next.answer()
                next.leave()
                try await Task.sleep(for: .seconds(1))
            }
            #expect(answer == "HTTP/1.1 200 OK")
        }
    }

    /// A failed purchase leaves its action, but no line.
    @Test func `the actions of a line that is there no more are listed by its id`() async throws {
        let store = try Store()
        var action = Action(
            id: 0, key: "k", kind: .order, origin: "console", payload: "{}",
            createdAt: Instant(unixSeconds: 1_769_947_200))
        action.line = 17
        action.state = .failed
        let inserted = try store.write { [action] in try $0.insert(action) }
        let written = try #require(inserted)
        try await Self.serving(store) { _, client in
            var request = ListActions()
            request.line = "17"
            let listed = try await client.ask(request)
            #expect(listed.map(\.id) == [written.id])
            request.line = "18"
            do {
                let listed = try await client.ask(request)
                Issue.record("\(listed)")
            } catch {
                let failure = error as? ControlFailure
                #expect(failure?.message.hasPrefix("There is no line 18.") == true)
            }
        }
    }

    /// The control server of an idle house, and a client of it.
    private static func serving(
        _ store: Store? = nil,
        _ work: @escaping @Sendable (SocketAddress, ControlClient) async throws -> Void
    ) async throws {
        let place = try TestFolder("door")
        defer { withExtendedLifetime(place) {} }
        let folder = place.path
        let world = World.live()
        let keeper = try Keeper(
            store: store ?? Store(), world: world, accounts: [], settings: KeeperSettings())
        let keeperService = KeeperService(
            keeper: keeper, accounts: [],
            scripts: ScriptSet(
                folder: folder, worker: ScriptWorker(executable: "/nonexistent"),
                memory: { _ in [:] }, world: world, pauseAfter: 5),
            channels: [], routes: [:],
            rehearsal: Rehearsal(executable: "/nonexistent", world: world), folder: folder,
            logger: .silent)
        let server = ControlServer(
            path: folder + "/control.sock",
            handler: ControlHandler(
                keeperService: keeperService, startedAt: world.now(), version: "0", home: folder,
                isPractising: false),
            logger: .silent, patience: patient)
        let (ready, told) = AsyncStream.makeStream(of: Void.self)
        let transport = AsyncHTTPTransport()
        let client = ControlClient(socket: folder + "/control.sock", transport: transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(ready: { told.finish() }) }
            for await _ in ready {}
            try await work(
                try SocketAddress(unixDomainSocketPath: folder + "/control.sock"), client)
            group.cancelAll()
        }
        await transport.shutdown()
    }

    @Test(arguments: [true, false])
    func `40 bodies that trickle, to the right address or a wrong one, block no valid call`(
        _ isRight: Bool
    ) async throws {
        let world = World.live()
        let store = try Store()
        let provider = VirtualSMS(
            transport: ScriptedTransport([]), baseURL: "http://127.0.0.1:1", key: Secret("a key"),
            timeZone: .utc)
        let account = Account(
            name: "virtual", providerName: .virtualsms, url: "http://127.0.0.1:1",
            provider: provider)
        let keeper = try Keeper(
            store: store, world: world, accounts: [account], settings: KeeperSettings())
        let endpoints = try PushEndpoints([account], in: store, world: world, outside: "")
        let path = try #require(endpoints.address(of: "virtual"))
        let receiver = PushReceiver(
            host: "127.0.0.1", port: 0, keeper: keeper, endpoints: endpoints, world: world,
            logger: .silent, patience: Self.patient)
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await receiver.run { told.yield($0) } }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let address = try SocketAddress(ipAddress: "127.0.0.1", port: port)
            var crowd: [Caller] = []
            for _ in 0..<40 {
                let caller = try await Caller.connect(to: address)
                caller.say(trickle(isRight ? path : "/push/0123456789abcdef0123456789abcdef"))
                crowd.append(caller)
                if !isRight { #expect(await caller.answer() == "HTTP/1.1 404 Not Found") }
            }
            for (path, status) in [(path, "401 Unauthorized"), ("/elsewhere", "404 Not Found")] {
                let valid = try await Caller.connect(to: address)
                valid.say(post(path, "{}"))
                #expect(await valid.answer() == "HTTP/1.1 \(status)")
            }
            crowd.forEach { $0.leave() }
            for caller in crowd { await caller.end() }
            group.cancelAll()
        }
    }
}
