import Foundation
import Synchronization

/// One run of the program with a configuration, from its start to its end.
struct StartedProgram: CustomStringConvertible {
    /// Whether it got as far as answering.
    var isStarted: Bool
    /// Its exit code, or the negative number of the signal that ended it.
    var status: Int32
    var errors: String

    var description: String { "status \(status), started \(isStarted): \(errors)" }

    /// - Parameter work: runs against its control socket while it runs.
    static func run(
        _ configuration: String, _ work: (String) async throws -> Void
    ) async throws -> StartedProgram {
        let home = NSTemporaryDirectory() + "/lk-start-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        try configuration.write(
            toFile: home + "/config.lua", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
        process.arguments = ["serve", "--home", home]
        process.standardInput = FileHandle.nullDevice
        let errorsPath = home + "/errors"
        _ = FileManager.default.createFile(atPath: errorsPath, contents: nil)
        process.standardError = FileHandle(forWritingAtPath: errorsPath)
        let output = Pipe()
        process.standardOutput = output
        // Its output ends with it, and before that reports that it serves.
        let (lines, told) = AsyncStream.makeStream(of: Void.self)
        let handle = output.fileHandleForReading
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in ended.finish() }
        try process.run()
        Thread.detachNewThread {
            while case let data = handle.availableData, !data.isEmpty {
                if String(decoding: data, as: UTF8.self).contains("Serving") { told.yield() }
            }
            told.finish()
        }
        var iterator = lines.makeAsyncIterator()
        let isStarted = await iterator.next() != nil
        if isStarted {
            try await work(home + "/data/control.sock")
            process.terminate()
        }
        for await _ in ends {}
        process.waitUntilExit()
        let status = process.terminationStatus
        return StartedProgram(
            isStarted: isStarted,
            status: process.terminationReason == .exit ? status : -status,
            errors: (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "")
    }
}
