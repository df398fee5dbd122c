import Foundation
import Lines
import TestSupport
import Transport

/// The emulator as one process, a home with an account there, and the manager as another: what a
/// person would run, in a folder of its own.
struct Stage: Sendable {
    let home: String
    /// The address of the emulated SMSPool, and its key.
    let url: String
    let key: String
    private let paths: BenchPaths
    private let world: World
    private let emulator: TestProcess
    private let controls: EmulatorControls

    /// - Parameter settings: additional text for `config.lua`.
    init(
        paths: BenchPaths, world: World, transport: any Transport, settings: String = ""
    ) async throws {
        self.paths = paths
        self.world = world
        home = paths.disk + "/home"
        emulator = try TestProcess(paths.binary, ["emulator", "--port", "0"])
        let words = try await emulator.line("smspool ").split(separator: " ")
        guard words.count == 3 else { throw BenchFailure("the emulator names no SMSPool.") }
        _ = try await emulator.line("ready")
        url = String(words[1])
        key = String(words[2])
        controls = EmulatorControls(of: url, over: transport)
        let files = FileManager.default
        try files.createDirectory(atPath: home, withIntermediateDirectories: true)
        try files.copyItem(atPath: paths.scripts, toPath: home + "/scripts")
        try """
        accounts = { pool = { provider = "smspool", key = "\(key)", url = "\(url)" } }
        channels = { phone = file { path = "phone.jsonl" }, log = file { path = "log.jsonl" } }
        routes = { bank = { "phone", "log" } }
        \(settings)

        """.write(toFile: home + "/config.lua", atomically: true, encoding: .utf8)
        try await controls.set(balance: Money(tenThousandths: 1000_0000))
    }

    /// Starts the manager. Returns it with the time until it answered.
    func manager() async throws -> (TestProcess, Duration) {
        let begun = world.uptime()
        let manager = try TestProcess(paths.binary, ["serve", "--home", home])
        _ = try await manager.line("Serving on")
        return (manager, world.uptime() - begun)
    }

    func command(_ words: String...) async throws -> String {
        try await TestProcess.output(paths.binary, words + ["--home", home])
    }

    struct Held: Decodable, Sendable {
        var id: Int64
        var kind: String
        var number: String?
    }

    func lines() async throws -> [Held] {
        let decoder = JSONDecoder()
        return try decoder.decode(
            [Held].self, from: Data(try await command("lines", "--json").utf8))
    }

    /// Sends an SMS. Returns whether the line received it, and when it was sent.
    func sms(to number: String, _ text: String) async throws -> (isDelivered: Bool, at: Instant) {
        let at = world.now()
        return (try await controls.send(text, from: "WhatsApp", to: number), at)
    }

    func untilListening(_ numbers: [String]) async throws {
        for number in numbers {
            for _ in 0..<100 {
                // Without a code: no script forwards it to the phone.
                if try await sms(to: number, "Hello").isDelivered { break }
                try await world.sleep(.milliseconds(200))
            }
        }
    }

    /// The number of forwards in the channel; reading it costs the manager nothing.
    func delivered() -> Int {
        let file = FileManager.default.contents(atPath: home + "/phone.jsonl") ?? Data()
        return file.count { $0 == 10 }
    }

    func end() { emulator.stop() }
}
