import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// An emulator and a home, both of which are removed with the test.
final class Stage: Sendable {
    let emulator: Running
    let smspool: String
    let key: String
    let home: String

    init(speed: Int = 1, generation: String = "current", configuration: String = "") async throws {
        emulator = try Running([
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
        home = NSTemporaryDirectory() + "lk-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        try configure(configuration)
    }

    deinit {
        emulator.stop()
        try? FileManager.default.removeItem(atPath: home)
    }

    /// Writes `config.lua` with the emulated account and additional settings.
    func configure(_ more: String) throws {
        let text = """
            accounts = {
              pool = { provider = "smspool", key = secret("E2E_KEY"), url = "\(smspool)" },
            }
            polling = { rentals = "1s", activations = "1s", awaited = "1s", idle = "5s" }
            \(more)
            """
        try text.write(toFile: home + "/config.lua", atomically: true, encoding: .utf8)
    }

    func script(_ name: String, _ text: String) throws {
        try text.write(toFile: home + "/scripts/" + name, atomically: true, encoding: .utf8)
    }

    /// Starts the manager and waits until it answers.
    ///
    /// - Parameter log: the file for its log; our standard error if nil.
    func manager(speed: Int = 1, log: String? = nil) async throws -> Running {
        if let log { try Data().write(to: URL(fileURLWithPath: log)) }
        let manager = try Running(
            ["serve", "--home", home, "--speed", "\(speed)"], environment: ["E2E_KEY": key],
            errors: log.flatMap { FileHandle(forWritingAtPath: $0) })
        let line = await manager.line { $0.hasPrefix("Serving on") }
        try #require(line != nil, "the manager did not start")
        return manager
    }

    func run(_ arguments: String...) async throws -> Program.Result {
        try await Program.run(arguments + ["--home", home], environment: ["E2E_KEY": key])
    }

    /// Runs a command with `--json` and decodes the list.
    func list(_ arguments: String...) async throws -> [[String: Any]] {
        let result = try await Program.run(
            arguments + ["--json", "--home", home], environment: ["E2E_KEY": key])
        try #require(result.code == 0, "\(arguments): \(result.errors)")
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(value as? [[String: Any]])
    }

    /// Events as they happen, as JSON lines.
    func tail() throws -> Running {
        try Running(["tail", "--json", "--last", "1000", "--home", home])
    }

    // MARK: The emulator's controls

    @discardableResult
    func control(_ path: String, _ body: [String: Any]? = nil) async throws -> Any {
        let root = smspool.replacing("/smspool", with: "/_emulator")
        var request = URLRequest(url: try #require(URL(string: "\(root)/\(path)")))
        if let body {
            request.httpMethod = "POST"
            request.httpBody = try JSONSerialization.data(withJSONObject: body)
        }
        let (data, _) = try await URLSession.shared.data(for: request)
        return try JSONSerialization.jsonObject(with: data)
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
