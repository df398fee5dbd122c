import Foundation
import Synchronization

/// Another program, started here and ended with this value: the manager, the emulator, a command.
final class ChildProgram: Sendable {
    private let process: Process
    private let ended = DispatchSemaphore(value: 0)
    /// Its output, line by line.
    let lines: AsyncStream<String>

    init(_ path: String, _ arguments: [String]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        let (lines, told) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        let handle = output.fileHandleForReading
        try process.run()
        // Reading blocks, which must not happen on the threads of tasks.
        Thread.detachNewThread {
            var rest = Data()
            while case let data = handle.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: 10) {
                    told.yield(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
                    rest = rest[(end + 1)...]
                }
            }
            if !rest.isEmpty { told.yield(String(decoding: rest, as: UTF8.self)) }
            told.finish()
        }
    }

    deinit { stop(SIGKILL) }

    var processID: Int32 { process.processIdentifier }

    /// Waits for a line that starts with this text.
    func line(_ beginning: String) async throws -> String {
        for await line in lines where line.hasPrefix(beginning) { return line }
        throw BenchFailure("\(process.executableURL?.path ?? "") never said \"\(beginning)\".")
    }

    /// Ends it and waits until it has ended.
    func stop(_ signal: Int32 = SIGTERM) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, signal)
        if ended.wait(timeout: .now() + 10) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
        }
    }

    /// Runs a program to its end and returns its output.
    static func output(_ path: String, _ arguments: [String]) async throws -> String {
        let program = try ChildProgram(path, arguments)
        var lines: [String] = []
        for await line in program.lines { lines.append(line) }
        // The output also ends on cancellation: then the program is ended too.
        try Task.checkCancellation()
        program.process.waitUntilExit()
        guard program.process.terminationStatus == 0 else {
            let name = URL(fileURLWithPath: path).lastPathComponent
            throw BenchFailure(
                "\(name) \(arguments.joined(separator: " ")) failed: "
                    + "run it by hand to see why.")
        }
        return lines.joined(separator: "\n")
    }

    /// Runs a program that prints one number.
    static func number(_ path: String, _ arguments: [String]) async throws -> Double {
        let text = try await output(path, arguments)
        guard let number = Double(text) else { throw BenchFailure("\(path) printed: \(text)") }
        return number
    }
}
