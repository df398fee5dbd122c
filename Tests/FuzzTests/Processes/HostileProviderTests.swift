import Accounts
import Control
import Foundation
import Keeping
import Lines
import Logging
import Networking
import ProviderEmulator
import Providers
import Running
import Scripting
import Storage
import Testing
import TestSupport
import Transport

/// A whole manager whose provider sends anything: its answers must neither crash the manager nor
/// leave facts that cannot be shown.
@Suite("A provider that says anything", .timeLimit(.minutes(20))) struct HostileProviderTests {
    /// How many seconds of the manager pass per real second.
    private static let speed = 3000
    private static let noon = Instant(milliseconds: 1_769_947_200_000)

    @Test(arguments: [UInt64(1), 2]) func `is survived, and can be asked about`(
        _ seed: UInt64
    ) async throws {
        let word = "/tmp/linekeeper-fuzz-\(getpid())-provider-\(seed)"
        defer { unlink(word) }
        let base = FuzzSettings.current.seed
        let result = await #expect(processExitsWith: .success) {
            [seed = seed &+ base as UInt64, word = word as String] in
            let complaint = try await Self.live(seed)
            try complaint?.write(toFile: word, atomically: true, encoding: .utf8)
            exit(complaint == nil ? 0 : 1)
        }
        guard result == nil else { return }
        let why = (try? String(contentsOfFile: word, encoding: .utf8)) ?? "the process ended"
        Issue.record("seed \(seed &+ base): \(why)")
    }

    /// Lives for a few seconds; returns the failure, or nil.
    private static func live(_ seed: UInt64) async throws -> String? {
        let world = world()
        let emulation = Emulation(
            providers: [SMSPoolEmulator(balance: Money(tenThousandths: 1_000_000_0000))],
            clock: EmulatedClock(start: noon, uptime: .zero))
        let network = HostileNetwork(emulation, seed: seed, uptime: world.uptime)
        let account = Account(
            name: "pool", providerName: .smspool, url: "http://nowhere/smspool",
            provider: SMSPool(
                transport: network, baseURL: "http://nowhere/smspool", key: Secret(Answers.key)),
            requestsPerSecond: 10)
        let handler = try handler([account], world)
        let folder = try TestFolder("any")
        defer { withExtendedLifetime(folder) {} }
        let socket = folder.path + "/control.sock"
        let server = ControlServer(
            path: socket, handler: handler.handler, logger: .silent)
        let transport = AsyncHTTPTransport()
        let user = HostileUser(
            client: ControlClient(socket: socket, transport: transport), seed: seed)
        let rounds = FuzzSettings.current.inputs.map { $0 / 4 } ?? 500
        let complaint = try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask {
                try await handler.keeperService.run()
                return "the manager stopped"
            }
            group.addTask {
                try await server.run(ready: {})
                return "the socket closed"
            }
            group.addTask { await user.complaint(after: rounds) }
            let first = try await group.next() ?? nil
            group.cancelAll()
            return first
        }
        await transport.shutdown()
        return complaint
    }

    /// A world whose time runs fast.
    static func world() -> World {
        let began = ContinuousClock.now
        let uptime: @Sendable () -> Duration = { (ContinuousClock.now - began) * speed }
        return World(
            now: { noon + uptime() }, uptime: uptime,
            sleep: { try await Task.sleep(for: max($0 / speed, .microseconds(200))) },
            random: { $0 / 2 }, identifier: { UUID().uuidString })
    }

    static func handler(
        _ accounts: [Account], _ world: World
    ) throws -> (handler: ControlHandler, keeperService: KeeperService) {
        let store = try Store()
        var settings = KeeperSettings()
        settings.policy.rentals.extendBefore = .days(1)
        settings.policy.rentals.extendDays = 7
        settings.policy.activations.cancelUnusedAfter = .minutes(10)
        let keeper = try Keeper(store: store, world: world, accounts: accounts, settings: settings)
        let scripts = ScriptSet(
            folder: "/nonexistent", worker: ScriptWorker(executable: BuiltProgram.path),
            memory: { _ in [:] }, world: world, pauseAfter: 5)
        let keeperService = KeeperService(
            keeper: keeper, accounts: accounts, scripts: scripts, channels: [], routes: [:],
            rehearsal: Rehearsal(executable: BuiltProgram.path, world: world),
            folder: "/nonexistent", logger: .silent)
        let handler = ControlHandler(
            keeperService: keeperService, startedAt: world.now(), version: "0",
            home: "/nonexistent",
            isPractising: true)
        return (handler, keeperService)
    }
}
