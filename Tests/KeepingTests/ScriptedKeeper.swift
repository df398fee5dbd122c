@testable import Accounts
import Channels
import Foundation
import GRDB
import Lines
import Logging
@testable import Running
import Scripting
import Storage
import Testing
import Transport

@testable import Keeping

/// A keeper whose scripts run in a real worker.
struct ScriptedKeeper {
    let fixture: KeeperFixture
    /// A keeper that shares the machine with a thousand tests answers late.
    static var patient: ScriptLimits {
        var limits = ScriptLimits()
        limits.asking = .seconds(30)
        limits.hard = .seconds(10)
        return limits
    }

    let folder: String
    let worker: ScriptWorker
    let runner: ScriptRunner

    init(
        _ scripts: [String: String], _ settings: KeeperSettings = KeeperSettings(),
        executable: String = binary, limits: ScriptLimits = patient
    ) async throws {
        fixture = try KeeperFixture(settings)
        folder = NSTemporaryDirectory() + "lk-scripts-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for (name, text) in scripts { try Self.write(name, text, folder) }
        worker = ScriptWorker(executable: executable, limits: limits)
        runner = Self.runner(fixture.keeper, fixture, folder, worker)
        await runner.load()
    }

    static func runner(
        _ keeper: Keeper, _ fixture: KeeperFixture, _ folder: String, _ worker: ScriptWorker
    ) -> ScriptRunner {
        let store = fixture.store
        let set = ScriptSet(
            folder: folder, worker: worker, memory: { Keeper.memory(of: $0, in: store) },
            world: fixture.clock.world, pauseAfter: 5)
        return ScriptRunner(keeper: keeper, scripts: set, logger: Logger(label: "test"))
    }

    private static func write(_ name: String, _ text: String, _ folder: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    /// Saves a script and loads it.
    func save(_ name: String, _ text: String) async throws {
        try Self.write(name, text, folder)
        await runner.load()
    }

    func remove(_ name: String) async throws {
        try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        await runner.load()
    }

    func runAll() async throws { while try await runner.runOnce() > 0 {} }

    func events(_ kind: String) throws -> [String] {
        try fixture.store.latestEvents(limit: 500).filter { $0.kind == kind }.map(\.text)
    }

    func end() async {
        await worker.shutDown()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Receives a message on a rental and runs the scripts.
    func receive(_ texts: String..., on line: Line) async throws {
        let messages = texts.enumerated().map {
            ReceivedMessage(text: $1, sender: "BANK", receivedAt: noon + .seconds($0))
        }
        try await fixture.keeper.receive(messages, on: line.id)
        while try await runner.runOnce() > 0 {}
    }

    /// Receives a message on a rental.
    func receiveWithoutRunning(_ text: String, on line: Line) async throws {
        try await fixture.keeper.receive(
            [ReceivedMessage(text: text, sender: "BANK", receivedAt: fixture.clock.now)],
            on: line.id)
    }

    static var binary: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("linekeeper").path
    }
}
