import Foundation

/// Programs whose output is in files, which tell of them whatever becomes of the test.
extension TestProcess {
    /// - Parameter log: where what it prints goes, with `.out` and `.err` behind it. Appended to, so
    ///   that one log may tell of several runs of a program.
    package convenience init(
        _ arguments: [String], environment: [String: String] = [:], log: String
    ) throws {
        let streams = ProcessStreams(
            input: nil, output: try Self.appending(to: log + ".out"),
            errors: try Self.appending(to: log + ".err"))
        try self.init(
            [BuiltProgram.path] + arguments, environment: environment, streams: streams, log: log)
    }

    private static func appending(to path: String) throws -> FileHandle {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return FileHandle(fileDescriptor: file, closeOnDealloc: true)
    }

    /// What it has printed so far.
    package var text: String { written(".out") }

    /// What it has complained of so far.
    package var complaint: String { written(".err") }

    private func written(_ ending: String) -> String {
        guard let log else { return "" }
        return (try? String(contentsOfFile: log + ending, encoding: .utf8)) ?? ""
    }
}
