import Foundation
import Testing
import TestSupport

/// A manager in practice mode, in its own process and home. Both are removed when this value is
/// released.
final class LiveManager: Sendable {
    let socket: String
    private let folder: TestFolder
    private let process: TestProcess

    /// - Parameters:
    ///   - descriptors: the limit of open files and connections of the process.
    ///   - speed: how fast its time runs.
    init(descriptors: Int = 1024, speed: Int = 1) async throws {
        folder = try TestFolder("fuzz")
        let home = folder.path
        socket = home + "/data/control.sock"
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        process = try TestProcess(
            [
                "-c", "ulimit -n \(descriptors); exec \"$0\" serve --home \"$1\" --speed \(speed)",
                BuiltProgram.path, home,
            ], output: .nullDevice, errors: .nullDevice, program: "/bin/sh")
        try await untilItAnswers()
    }

    deinit { process.stop(SIGKILL) }

    var home: String { folder.path }

    var isRunning: Bool { process.isRunning }

    var memory: ProcessMemory { ProcessMemory.of("\(process.processID)") }

    var openFiles: Int {
        let path = "/proc/\(process.processID)/fd"
        return (try? FileManager.default.contentsOfDirectory(atPath: path).count) ?? 0
    }

    /// The status that a well-behaved client gets within two minutes.
    func status() -> Int? {
        let request = HTTPText.post("status", "{}")
        guard let reply = RawConnection(socket)?.exchange(request, within: .seconds(120)) else {
            return nil
        }
        return HTTPText.status(of: reply)
    }

    /// Waits up to two minutes until at most `files` files are open; returns their number.
    func settled(atMost files: Int) async throws -> Int {
        _ = await holds(within: .seconds(120), every: .milliseconds(100)) { openFiles <= files }
        return openFiles
    }

    private func untilItAnswers() async throws {
        try await eventually(
            "the manager starts", within: .seconds(120), every: .milliseconds(50)
        ) {
            try #require(isRunning, "the manager did not start")
            return status() == 200
        }
    }
}
