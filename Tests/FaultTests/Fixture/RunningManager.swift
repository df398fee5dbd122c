import Accounts
import Channels
import Keeping
import Lines
import Logging
import ProviderEmulator
import Providers
import Running
import Scripting
import Storage
import TestSupport
import Transport

/// The manager at work on a rig, assembled as in the program.
struct RunningManager: Sendable {
    let fixture: FaultFixture
    let keeper: Keeper
    let commands: CommandService
    let startedAt: Instant
    /// How long the machine has stood still since the start.
    let stalls: StallDetector

    var store: Store { fixture.store }

    func account(_ name: String = FaultFixture.accounts.struck) async throws -> Account {
        try await keeper.account(named: name)
    }

    func line(_ id: Line.ID) async throws -> Line { try await keeper.line("\(id)") }

    /// The lines of an account.
    func lines(of name: String = FaultFixture.accounts.struck) async -> [Line] {
        await keeper.allLines().filter { $0.account == name }
    }
}

extension FaultFixture {
    /// Starts a manager over the stored state, and ends it again.
    ///
    /// - Parameter key: the key of the failing account.
    func managing<Value: Sendable>(
        _ settings: KeeperSettings = KeeperSettings(), key: String = emulatorKey,
        _ work: @Sendable (RunningManager) async throws -> Value
    ) async throws -> Value {
        let folder = try TestFolder("faults")
        defer { withExtendedLifetime(folder) {} }
        let accounts = [
            account(struck, struckNetwork, key: key), account(calm, calmNetwork, key: emulatorKey),
        ]
        let keeper = try Keeper(
            store: store, world: world, accounts: accounts, settings: settings)
        let worker = ScriptWorker()
        let store = store
        let keeperService = KeeperService(
            keeper: keeper, accounts: accounts,
            scripts: ScriptSet(
                folder: folder.path, worker: worker,
                memory: { Keeper.memory(of: $0, in: store) }, world: world, pauseAfter: 5),
            channels: [], routes: [:], rehearsal: Rehearsal(world: world), folder: folder.path,
            folderInterval: .minutes(1), logger: .silent)
        let value = try await withThrowingTaskGroup(of: Void.self) { group in
            let stalls = StallDetector(in: world)
            group.addTask { try await keeperService.run() }
            group.addTask { await stalls.run() }
            defer { group.cancelAll() }
            return try await work(
                RunningManager(
                    fixture: self, keeper: keeper, commands: keeperService.commands,
                    startedAt: world.now(),
                    stalls: stalls))
        }
        await worker.shutDown()
        return value
    }

    private func account(_ side: EmulatedSide, _ network: RecordedNetwork, key: String) -> Account {
        guard side.kind == .smspool else {
            return Account(
                name: side.name, providerName: .handlerAPI, url: side.url,
                provider: HandlerAPI(
                    transport: network, baseURL: side.url, key: Secret(key),
                    keepsOrderNames: side.kind == .repeatable))
        }
        return Account(
            name: side.name, providerName: .smspool, url: side.url,
            provider: SMSPool(transport: network, baseURL: side.url, key: Secret(key)))
    }

    /// An account with the provider, unknown to any manager.
    func provider(of side: EmulatedSide) -> any Provider {
        let network = RecordedNetwork(over: struckNetwork.network, world: world, speed: speed)
        return SMSPool(transport: network, baseURL: side.url, key: Secret(emulatorKey))
    }
}
