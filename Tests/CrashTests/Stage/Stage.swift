import Foundation
import Lines
import TestSupport

/// One run's world: an emulator in a process of its own, a home, and a manager that can be killed and
/// started again. All of it is gone when this value is, but for the folder of a run that failed.
///
/// Time runs fast in all of it. A manager that starts again takes the emulator's time for its own, as
/// it would after a reboot: what passes for the one passes for the other.
actor Stage {
    /// How many seconds pass for emulator and manager in one of ours.
    static let speed = 40
    private static let patience = Duration.seconds(60)

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

    /// Starts the manager and waits until it serves, or ends.
    ///
    /// - Parameter orders: the shim's, as its environment.
    /// - Returns: whether it serves. When it does not, a kill that was ordered came first.
    @discardableResult
    func start(_ orders: [String: String] = [:]) async throws -> Bool {
        starts += 1
        try await writeOffset()
        var environment = orders
        environment["LD_PRELOAD"] = BuiltProgram.crashShim
        environment["CRASH_PATH"] = home
        environment["CRASH_CONTROL"] = folder + "/control"
        environment["CRASH_COUNT"] = folder + "/count"
        let child = try TestProcess(
            ["serve", "--home", home, "--speed", "\(Self.speed)"],
            environment: environment, log: folder + "/manager-\(starts)")
        manager = child
        let settled = await holds(within: Self.patience) {
            !child.isRunning || child.text.contains("Serving on")
        }
        guard settled else { throw Trouble("the manager did not start: \(child.complaint)") }
        if let code = child.code { throw Trouble("it left with \(code): \(child.complaint)") }
        return child.isRunning
    }

    func kill() async throws {
        manager?.send(SIGKILL)
        try await waitForEnd()
    }

    /// Ends the manager as a service manager would; its exit code.
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

    /// How many syncs and writes the shim saw the manager make since it started.
    func counted() -> (syncs: Int, writes: Int) {
        let text = (try? String(contentsOfFile: folder + "/count", encoding: .utf8)) ?? ""
        let numbers = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    }

    /// Kills the process the scripts run in; false when there is none now.
    func killWorker() -> Bool {
        // One that is only starting says so and leaves; whoever started it would try again.
        guard let id = manager?.processID, isManagerServing,
            let child = RunningProcess.children(of: id).first
        else { return false }
        Glibc.kill(child, SIGKILL)
        return true
    }

    // MARK: The clock

    /// Steps the machine's clock: what the manager takes for the time jumps by so many seconds.
    func stepClock(bySeconds seconds: Int) throws {
        // The manager multiplies what its clock does by the speed.
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
