import Keeping
import Lines
import ProviderEmulator
import Providers
import Storage
import Synchronization
import Testing
import Transport

/// Two accounts, each on its own emulator, and one database: the setting of a cell of the matrix.
/// Faults affect the first account; the second must not notice.
///
/// Everything is real except the pace: the manager's parts, HTTP on loopback, the emulators. They
/// run in a world many times faster, in which minutes of patience take seconds.
struct Rig: Sendable {
    /// Seconds of the world per real second.
    static let pace = 30.0
    static let accounts = (struck: "struck", calm: "calm")

    let world: World
    private let skipped: Skipped
    let speed: Double
    let struck: Side
    let calm: Side
    let struckWire: Wire
    let calmWire: Wire
    let store: Store

    /// Builds a rig, does the work on it and takes it down, whatever the result.
    ///
    /// The number of parallel rigs is limited. A much faster world turns every standstill of the
    /// machine into a long one, so a rig of that kind has the machine to itself.
    static func withRig(
        at speed: Double = pace, generation: EmulatorGeneration = .current,
        _ work: @escaping @Sendable (Rig) async throws -> Void
    ) async throws {
        try await Turnstile.shared.passing(alone: speed > pace) {
            try await build(at: speed, generation, work)
        }
    }

    private static func build(
        at speed: Double, _ generation: EmulatorGeneration,
        _ work: @escaping @Sendable (Rig) async throws -> Void
    ) async throws {
        let network = AsyncHTTPTransport()
        let skipped = Skipped()
        let world = skipped.world(of: .live(speed: speed))
        do {
            try await withEmulator(world, generation) { struck in
                try await withEmulator(world, generation) { calm in
                    let rig = Rig(
                        world: world, skipped: skipped, speed: speed,
                        struck: Side(accounts.struck, url: struck, over: network),
                        calm: Side(accounts.calm, url: calm, over: network),
                        struckWire: Wire(over: network, world: world, speed: speed),
                        calmWire: Wire(over: network, world: world, speed: speed),
                        store: try Store())
                    do {
                        try await work(rig)
                    } catch {
                        await calmDown(rig, network)
                        throw error
                    }
                    await calmDown(rig, network)
                }
            }
        } catch {
            await network.shutdown()
            throw error
        }
    }

    /// A server that stops while somebody connects to it crashes the whole process (swift-nio), so
    /// all connections must be done first: the network is shut down, and requests after that ensure
    /// that earlier ones have been served.
    private static func calmDown(_ rig: Rig, _ network: AsyncHTTPTransport) async {
        await network.shutdown()
        for _ in 0..<4 {
            let last = AsyncHTTPTransport()
            for side in [rig.struck, rig.calm] {
                _ = try? await last.send(
                    HTTPCall(.get, "\(side.root)/_emulator"), deadline: .seconds(10), limit: 1 << 20
                )
            }
            await last.shutdown()
        }
    }

    private static func withEmulator(
        _ world: World, _ generation: EmulatorGeneration,
        _ work: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let emulator = Emulator(
            options: EmulatorOptions(generation: generation), uptime: world.uptime,
            now: world.now(), sleep: world.sleep)
        let (openings, opening) = AsyncStream<String>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await emulator.run { addresses in
                    opening.yield(addresses.first { $0.name == "smspool" }?.url ?? "")
                    opening.finish()
                }
            }
            group.addTask {
                for await url in openings { try await work(url) }
            }
            // The first to end: the work, or an emulator that failed to run.
            try await group.next()
            group.cancelAll()
        }
    }

    /// Lets time pass at once, for the manager and both providers.
    func skip(_ time: Duration) { skipped.skip(time) }

    /// Asks until there is an answer, for at most `limit` of the world's time.
    func until<Value>(
        _ what: String, within limit: Duration = .minutes(10),
        _ question: () async throws -> Value?
    ) async throws -> Value {
        let deadline = world.uptime() + limit
        while true {
            if let value = try await question() { return value }
            if world.uptime() >= deadline { throw Impatience(what: what, limit: limit) }
            try await world.sleep(.milliseconds(500))
        }
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

/// A condition that did not hold in time.
struct Impatience: Error, CustomStringConvertible {
    var what: String
    var limit: Duration

    var description: String { "not within \(limit.wholeSeconds) s of the world: \(what)" }
}
