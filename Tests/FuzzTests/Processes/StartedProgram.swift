import Foundation
import TestSupport

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
        let folder = try TestFolder("start")
        defer { withExtendedLifetime(folder) {} }
        let home = folder.path
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        try folder.write("config.lua", configuration)
        let errors = home + "/errors"
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        let program = try TestProcess(
            ["serve", "--home", home], errors: FileHandle(forWritingAtPath: errors))
        // Its output ends when it does, and says before that it serves.
        let isStarted = await program.line { $0.contains("Serving") } != nil
        if isStarted {
            try await work(home + "/data/control.sock")
            program.send(SIGTERM)
        }
        while program.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
        return StartedProgram(
            isStarted: isStarted, status: program.code ?? -(program.status ?? 0),
            errors: (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "")
    }
}
