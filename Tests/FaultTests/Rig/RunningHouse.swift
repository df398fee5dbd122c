import Channels
import Keeping
import Lines
import Logging
import ProviderEmulator
import Providers
import Scripting
import Storage
import TestSupport
import Transport

/// The manager at work on a rig, assembled as in the program.
struct RunningHouse: Sendable {
    let rig: Rig
    let keeper: Keeper
    let desk: Desk
    let startedAt: Instant
    /// How long the machine has stood still since the start.
    let pulse: Pulse

    var store: Store { rig.store }

    func account(_ name: String = Rig.accounts.struck) async throws -> Account {
        try await keeper.account(named: name)
    }

    func line(_ id: Line.ID) async throws -> Line { try await keeper.line("\(id)") }

    /// The lines of an account.
    func lines(of name: String = Rig.accounts.struck) async -> [Line] {
        await keeper.allLines().filter { $0.account == name }
    }
}

extension Rig {
    /// Starts a manager over the stored state, and ends it again.
    ///
    /// - Parameter key: the key of the failing account.
    func managing<Value: Sendable>(
        _ settings: KeeperSettings = KeeperSettings(), key: String = emulatorKey,
        _ work: @Sendable (RunningHouse) async throws -> Value
    ) async throws -> Value {
        let folder = try TestFolder("faults")
        defer { withExtendedLifetime(folder) {} }
        let accounts = [
            account(struck, struckWire, key: key), account(calm, calmWire, key: emulatorKey),
        ]
        let keeper = try Keeper(
            store: store, world: world, accounts: accounts, settings: settings)
        let worker = ScriptWorker()
        let store = store
        let house = House(
            keeper: keeper, accounts: accounts,
            scripts: ScriptSet(
                folder: folder.path, worker: worker,
                memory: { Keeper.memory(of: $0, in: store) }, world: world, pauseAfter: 5),
            channels: [], routes: [:], rehearsal: Rehearsal(world: world), folder: folder.path,
            folderInterval: .minutes(1), logger: .silent)
        let value = try await withThrowingTaskGroup(of: Void.self) { group in
            let pulse = Pulse(in: world)
            group.addTask { try await house.run() }
            group.addTask { await pulse.run() }
            defer { group.cancelAll() }
            return try await work(
                RunningHouse(
                    rig: self, keeper: keeper, desk: house.desk, startedAt: world.now(),
                    pulse: pulse))
        }
        await worker.shutDown()
        return value
    }

    private func account(_ side: Side, _ wire: Wire, key: String) -> Account {
        Account(
            name: side.name, providerName: .smspool, url: side.url,
            provider: SMSPool(transport: wire, baseURL: side.url, key: Secret(key)))
    }

    /// An account with the provider, unknown to any manager.
    func provider(of side: Side) -> any Provider {
        let wire = Wire(over: struckWire.network, world: world, speed: speed)
        return SMSPool(transport: wire, baseURL: side.url, key: Secret(emulatorKey))
    }
}
