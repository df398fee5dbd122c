import EmulatorServer
import Keeping
import Lines
import Networking
import ProviderEmulator
import Providers
import Storage
import Synchronization
import TestSupport
import Transport

/// Two accounts, each on its own emulator, and one database: the setting of a cell of the matrix.
/// Faults affect the first account; the second must not notice.
///
/// Everything is real except the pace: the manager's parts, HTTP on loopback, the emulators. They
/// run in a world many times faster, in which minutes of patience take seconds.
struct FaultFixture: Sendable {
    /// Seconds of the world per real second. A call that hangs is given up after a second at this
    /// pace, in which a slow machine must have brought it to the emulator.
    static let pace = 20.0
    static let accounts = (struck: "struck", calm: "calm")
    /// What all cells and stories pass through.
    private static let concurrencyLimit = ConcurrencyLimit(20)

    let world: World
    private let skipped: Skipped
    let speed: Double
    let struck: EmulatedSide
    let calm: EmulatedSide
    let struckNetwork: RecordedNetwork
    let calmNetwork: RecordedNetwork
    let store: Store

    /// Builds a rig, does the work on it and takes it down, whatever the result.
    ///
    /// The number of parallel rigs is limited. A much faster world turns every standstill of the
    /// machine into a long one, so a rig of that kind has the machine to itself.
    static func withFixture(
        at speed: Double = pace, generation: EmulatorGeneration = .current,
        of kind: EmulatedSide.Kind = .smspool,
        _ work: @escaping @Sendable (FaultFixture) async throws -> Void
    ) async throws {
        try await Self.concurrencyLimit.passing(alone: speed > pace) {
            try await build(at: speed, generation, kind, work)
        }
    }

    private static func build(
        at speed: Double, _ generation: EmulatorGeneration, _ kind: EmulatedSide.Kind,
        _ work: @escaping @Sendable (FaultFixture) async throws -> Void
    ) async throws {
        let network = AsyncHTTPTransport()
        let skipped = Skipped()
        let world = skipped.world(of: .live(speed: speed))
        do {
            try await withEmulator(emulator(world, generation)) { struck in
                try await withEmulator(emulator(world, generation)) { calm in
                    let fixture = FaultFixture(
                        world: world, skipped: skipped, speed: speed,
                        struck: EmulatedSide(
                            accounts.struck, kind, url: url(of: kind, struck), over: network),
                        calm: EmulatedSide(
                            accounts.calm, kind, url: url(of: kind, calm), over: network),
                        struckNetwork: RecordedNetwork(over: network, world: world, speed: speed),
                        calmNetwork: RecordedNetwork(over: network, world: world, speed: speed),
                        store: try Store())
                    do {
                        try await work(fixture)
                    } catch {
                        await calmDown(fixture, network)
                        throw error
                    }
                    await calmDown(fixture, network)
                }
            }
        } catch {
            await network.shutdown()
            throw error
        }
    }

    private static func emulator(_ world: World, _ generation: EmulatorGeneration) -> Emulator {
        Emulator(
            options: EmulatorOptions(generation: generation), uptime: world.uptime,
            now: world.now(), sleep: world.sleep)
    }

    private static func url(
        of kind: EmulatedSide.Kind, _ addresses: [EmulatedProviderAddress]
    ) -> String {
        addresses.first { $0.name == kind.emulated }?.url ?? ""
    }

    /// A server that stops while somebody connects to it takes the whole process down (swift-nio), so
    /// nobody does any more: the network is shut down, and whoever was on the way has been served
    /// when those who came after them have.
    private static func calmDown(_ fixture: FaultFixture, _ network: AsyncHTTPTransport) async {
        await network.shutdown()
        for _ in 0..<4 {
            let last = AsyncHTTPTransport()
            for side in [fixture.struck, fixture.calm] {
                _ = try? await last.send(
                    HTTPCall(.get, "\(side.controls.root)/_emulator"), deadline: .seconds(60),
                    limit: 1 << 20
                )
            }
            await last.shutdown()
        }
    }

    /// Lets time go by at once, for the manager and both providers.
    func skip(_ time: Duration) { skipped.skip(time) }

    /// Asks until there is an answer, for at most `limit` of the world's time.
    func until<Value>(
        _ what: String, within limit: Duration = .hours(1),
        _ question: () async throws -> Value?
    ) async throws -> Value {
        try await answer(
            what, within: limit, every: .milliseconds(500), in: world, question)
    }
}

/// Time in which nothing ran, as when a machine sleeps.
private final class Skipped: Sendable {
    private let sum = Mutex(Duration.zero)

    func skip(_ time: Duration) { sum.withLock { $0 += time } }

    func world(of world: World) -> World {
        var own = world
        own.now = { [self] in world.now() + sum.withLock { $0 } }
        own.uptime = { [self] in world.uptime() + sum.withLock { $0 } }
        return own
    }
}
