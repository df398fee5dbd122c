import Foundation

/// The world of one run: an emulator in its own process, a home, and a manager that can be killed
/// and restarted. Everything is removed when this value is released, except the folder of a failed
/// run.
///
/// Time runs fast in it. A restarted manager starts with the emulator's time, as after a reboot:
/// the same time passes for both.
actor Stage {
    /// How many seconds pass for emulator and manager per real second.
    static let speed = 40
    private static let patience = Duration.seconds(60)

    nonisolated let folder: String
    nonisolated let home: String
    nonisolated let controls: EmulatorControls
    private let emulator: Child
    private(set) var manager: Child?
    /// The error of the machine's clock, in its own milliseconds.
    private var step: Int64 = 0
    private var starts = 0

    init(name: String, generation: String, receiver: String) async throws {
        folder = NSTemporaryDirectory() + "linekeeper-crash-\(name)-\(UUID().uuidString.prefix(6))"
        home = folder + "/home"
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        let emulator = try Child(
            Programs.linekeeper,
            [
                "emulator", "--port", "0", "--speed", "\(Self.speed)", "--generation", generation,
            ],
            log: folder + "/emulator")
        self.emulator = emulator
        guard await holds(within: Self.patience, { emulator.text.hasSuffix("ready\n") }),
            let line = emulator.text.split(separator: "\n").first,
            case let words = line.split(separator: " "), words.count == 3
        else { throw Trouble("the emulator did not start: \(emulator.complaint)") }
        controls = EmulatorControls(
            root: String(words[1]).replacing("/smspool", with: "/_emulator"))
        try Home.write(
            to: home, url: String(words[1]), key: String(words[2]), receiver: receiver)
        try await controls.pay("100000")
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
        environment["LD_PRELOAD"] = Programs.shim
        environment["CRASH_PATH"] = home
        environment["CRASH_CONTROL"] = folder + "/control"
        environment["CRASH_COUNT"] = folder + "/count"
        let child = try Child(
            Programs.linekeeper, ["serve", "--home", home, "--speed", "\(Self.speed)"],
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
        manager?.signal(SIGKILL)
        try await waitForEnd()
    }

    /// Ends the manager as a service manager would; returns its exit code.
    func stop() async throws -> Int32? {
        manager?.signal(SIGTERM)
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
        // A manager that loses its worker while starting reports it and exits, and the guardian
        // would have to start it again.
        guard let id = manager?.id, isManagerServing else { return false }
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        for task in tasks {
            let path = "/proc/\(id)/task/\(task)/children"
            let children = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            for child in children.split(separator: " ").compactMap({ Int32($0) }) {
                Glibc.kill(child, SIGKILL)
                return true
            }
        }
        return false
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
        offset = try await controls.now() - real + step * Int64(Self.speed)
        try writeControl()
    }

    private func writeControl() throws {
        try "clock_offset_ms=\(offset)\n".write(
            toFile: folder + "/control", atomically: true, encoding: .utf8)
    }
}
