import Foundation

/// Programs that are run to their end.
extension TestProcess {
    package struct Result: Sendable {
        package var code: Int32
        package var output: String
        package var errors: String
    }

    /// - Parameter command: the program and what starts it; the built program itself when nil.
    package static func run(
        _ arguments: [String], as command: [String]? = nil, input: String? = nil,
        environment: [String: String] = [:]
    ) async throws -> Result {
        let (read, told, complained) = (Pipe(), Pipe(), Pipe())
        let process = try TestProcess(
            (command ?? [BuiltProgram.path]) + arguments, environment: environment,
            streams: ProcessStreams(
                input: read, output: told.fileHandleForWriting,
                errors: complained.fileHandleForWriting))
        try told.fileHandleForWriting.close()
        try complained.fileHandleForWriting.close()
        // One that reads nothing may be gone already.
        if let input { try? read.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
        try read.fileHandleForWriting.close()
        async let output = text(of: told)
        async let errors = text(of: complained)
        let (outputText, errorText) = await (output, errors)
        while process.isRunning { try? await Task.sleep(for: .milliseconds(2)) }
        return Result(code: process.status ?? -1, output: outputText, errors: errorText)
    }

    private static func text(of pipe: Pipe) async -> String {
        let handle = pipe.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = (try? handle.readToEnd()) ?? Data()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}
