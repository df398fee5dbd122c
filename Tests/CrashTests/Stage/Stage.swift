import Foundation
import Lines
import TestSupport

/// The world of one run: an emulator in its own process, a home, and a manager that can be killed
/// and restarted. Everything is removed when this value is released, except the folder of a failed
/// run.
///
/// Time runs fast in it. A restarted manager starts with the emulator's time, as after a reboot:
/// the same time passes for both.
actor Stage {
    /// How many seconds pass for emulator and manager per real second.
    static let speed = 40
    private static let patience = Duration.seconds(120)

    nonisolated let folder: String
    nonisolated let home: String
    nonisolated let controls: EmulatorControls
    private let emulator: TestProcess
    private(set) var manager: TestProcess?
    /// How far the machine's clock is from the right one, in its own milliseconds.
    private var step: Int64 = 0
    private var starts = 0

    init(name: String, generation: String, receiver: String) async throws {
        folder = try TestFolder.make("crash-\(name)")
        home = folder + "/home"
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        let emulator = try TestProcess(
            [
                "emulator", "--port", "0", "--speed", "\(Self.speed)", "--generation", generation,
            ],
            log: folder + "/emulator")
        self.emulator = emulator
        guard await holds(within: Self.patience, { emulator.text.hasSuffix("ready\n") }),
            let line = emulator.text.split(separator: "\n").first,
            case let words = line.split(separator: " "), words.count == 3
        else { throw Trouble("the emulator did not start: \(emulator.complaint)") }
        controls = EmulatorControls(of: String(words[1]))
        try Home.write(
            to: home, url: String(words[1]), key: String(words[2]), receiver: receiver)
        try await controls.set(balance: Money(tenThousandths: 100_000_0000))
    }

    nonisolated func clear() { try? FileManager.default.removeItem(atPath: folder) }

    // MARK: The manager

    /// Starts the manager and waits until it serves or ends.
    ///
    /// - Parameter orders: the shim's instructions, as its environment.
    /// - Returns: whether it serves. If not, an ordered kill came first.
    @discardableResult
    func start(_ orders: [String: String] = [:]) async throws -> Bool {
        starts += 1
        try await writeOffset()
        var environment = orders
        environment["LD_PRELOAD"] = BuiltProgram.crashShim
        environment["CRASH_PATH"] = home
        environment["CRASH_CONTROL"] = folder + "/control"
        environment["CRASH_COUNT"] = folder + "/count"
        let process = try TestProcess(
            ["serve", "--home", home, "--speed", "\(Self.speed)"],
            environment: environment, log: folder + "/manager-\(starts)")
        manager = process
        let settled = await holds(within: Self.patience) {
            !process.isRunning || process.text.contains("Serving on")
        }
        guard settled else { throw Trouble("the manager did not start: \(process.complaint)") }
        if let code = process.code { throw Trouble("it left with \(code): \(process.complaint)") }
        return process.isRunning
    }

    func kill() async throws {
        manager?.send(SIGKILL)
        try await waitForEnd()
    }

    /// Ends the manager as a service manager would; returns its exit code.
    func stop() async throws -> Int32? {
        manager?.send(SIGTERM)
        try await waitForEnd()
        return manager?.code
    }

    var isManagerRunning: Bool { manager?.isRunning ?? false }

    var isManagerServing: Bool {
        guard let manager else { return false }
        return manager.isRunning && manager.text.contains("Serving on")
    }

    private func waitForEnd() async throws {
        guard let manager, await !manager.ends(within: Self.patience) else { return }
        throw Trouble("the manager does not end")
    }

    /// How many syncs and writes of the manager the shim has counted since the start.
    func counted() -> (syncs: Int, writes: Int) {
        let text = (try? String(contentsOfFile: folder + "/count", encoding: .utf8)) ?? ""
        let numbers = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    }

    /// Kills the worker process of the scripts; false if there is none.
    func killWorker() -> Bool {
        // One that is only starting says so and leaves; whoever started it would try again.
        guard let id = manager?.processID, isManagerServing,
            let process = RunningProcess.children(of: id).first
        else { return false }
        Glibc.kill(process, SIGKILL)
        return true
    }

    // MARK: The clock

    /// Moves the machine's clock: the manager's time jumps by this many seconds.
    func stepClock(bySeconds seconds: Int) throws {
        // The manager multiplies the change of its clock by the speed.
        let change = Int64(seconds * 1000 / Self.speed)
        step += change
        offset += change
        try writeControl()
    }

    private var offset: Int64 = 0

    private func writeOffset() async throws {
        let real = Int64(Date().timeIntervalSince1970 * 1000)
        offset = try await controls.now().milliseconds - real + step * Int64(Self.speed)
        try writeControl()
    }

    private func writeControl() throws {
        try "clock_offset_ms=\(offset)\n".write(
            toFile: folder + "/control", atomically: true, encoding: .utf8)
    }
}
