import Foundation
import Testing
import TestSupport
import Transport

/// An emulator and a home, both of which are removed with the test.
final class Stage: Sendable {
    let emulator: TestProcess
    let smspool: String
    let key: String
    private let folder: TestFolder
    private let controls: EmulatorControls

    init(speed: Int = 1, generation: String = "current", configuration: String = "") async throws {
        emulator = try TestProcess([
            "emulator", "--port", "0", "--speed", "\(speed)", "--generation", generation,
        ])
        var address: [Substring] = []
        for await line in emulator.lines {
            if line == "ready" { break }
            if line.hasPrefix("smspool ") { address = line.split(separator: " ") }
        }
        try #require(address.count == 3)
        smspool = String(address[1])
        key = String(address[2])
        controls = EmulatorControls(of: smspool)
        folder = try TestFolder("home")
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        try configure(configuration)
    }

    /// At once: a test that ends must not hold up those that measure time.
    deinit { emulator.stop(SIGKILL) }

    var home: String { folder.path }

    /// Writes `config.lua` with the emulated account and additional settings.
    func configure(_ more: String) throws {
        let text = """
            accounts = {
              pool = { provider = "smspool", key = secret("E2E_KEY"), url = "\(smspool)" },
            }
            polling = { rentals = "1s", activations = "1s", awaited = "1s", idle = "5s" }
            \(more)
            """
        try folder.write("config.lua", text)
    }

    func script(_ name: String, _ text: String) throws {
        try folder.write("scripts/" + name, text)
    }

    /// Starts the manager and waits until it answers.
    ///
    /// - Parameter log: the file its log goes to; where ours does, when nil.
    func manager(speed: Int = 1, log: String? = nil) async throws -> TestProcess {
        if let log { try Data().write(to: URL(fileURLWithPath: log)) }
        let manager = try TestProcess(
            ["serve", "--home", home, "--speed", "\(speed)"], environment: ["E2E_KEY": key],
            errors: log.flatMap { FileHandle(forWritingAtPath: $0) })
        let line = await manager.line { $0.hasPrefix("Serving on") }
        try #require(line != nil, "the manager did not start")
        return manager
    }

    func run(_ arguments: String...) async throws -> TestProcess.Result {
        try await TestProcess.run(arguments + ["--home", home], environment: ["E2E_KEY": key])
    }

    /// Runs a command with `--json` and decodes the list.
    func list(_ arguments: String...) async throws -> [[String: Any]] {
        let result = try await TestProcess.run(
            arguments + ["--json", "--home", home], environment: ["E2E_KEY": key])
        try #require(result.code == 0, "\(arguments): \(result.errors)")
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(value as? [[String: Any]])
    }

    /// Events as they happen, as JSON lines.
    func tail() throws -> TestProcess {
        try TestProcess(["tail", "--json", "--last", "1000", "--home", home])
    }

    // MARK: The emulator's controls

    @discardableResult
    func control(_ path: String, _ body: [String: Any]? = nil) async throws -> Any {
        let data = try body.map { try JSONSerialization.data(withJSONObject: $0) }
        let reply = try await controls.reply(
            body == nil ? .get : .post, path, data.map { Array($0) })
        return try JSONSerialization.jsonObject(with: Data(reply.body))
    }

    /// How often something was paid for.
    func charges() async throws -> Int {
        let ledger = try #require(try await control("ledger") as? [[String: Any]])
        return ledger.count { $0["kind"] as? String == "charge" }
    }

    /// Sends an SMS; whether the line was listening.
    @discardableResult
    func sms(to number: String, from sender: String, _ text: String) async throws -> Bool {
        let answer = try await control(
            "sms", ["number": number, "sender": sender, "text": text])
        return (answer as? [String: Any])?["delivered"] as? Bool ?? false
    }

    func advance(_ duration: Int) async throws {
        try await control("clock", ["advance_seconds": duration])
    }
}
