import Foundation
import Synchronization
import Testing

/// The built binary, run as a person or a service manager would run it.
enum Program {
    /// Beside the test bundle, where the build puts it.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = bundle.deletingLastPathComponent()
        while folder.path != "/" {
            let binary = folder.appendingPathComponent("linekeeper").path
            if FileManager.default.isExecutableFile(atPath: binary) { return binary }
            folder = folder.deletingLastPathComponent()
        }
        return "linekeeper"
    }()

    struct Result: Sendable {
        var code: Int32
        var output: String
        var errors: String
    }

    /// Runs it to its end.
    ///
    /// - Parameter command: the program with the command that launches it; only the program if nil.
    static func run(
        _ arguments: [String], as command: [String]? = nil, input: String? = nil,
        environment: [String: String] = [:]
    ) async throws -> Result {
        let process = Process()
        let words = (command ?? [path]) + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let errors = Pipe()
        let standardInput = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = standardInput
        try process.run()
        if let input { standardInput.fileHandleForWriting.write(Data(input.utf8)) }
        try standardInput.fileHandleForWriting.close()
        async let told = text(of: output)
        async let complained = text(of: errors)
        let (outputText, errorText) = try await (told, complained)
        process.waitUntilExit()
        return Result(code: process.terminationStatus, output: outputText, errors: errorText)
    }

    private static func text(of pipe: Pipe) async throws -> String {
        let handle = pipe.fileHandleForReading
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let data = (try? handle.readToEnd()) ?? Data()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}

/// A running process with its output lines. It is ended when this value is released.
final class Running: Sendable {
    private let process: Process
    private let ended = DispatchSemaphore(value: 0)
    let lines: AsyncStream<String>

    /// - Parameters:
    ///   - input: its standard input; empty if nil.
    ///   - errors: its standard error; ours if nil.
    ///   - program: the program that launches it, if not itself.
    init(
        _ arguments: [String], environment: [String: String] = [:], input: Pipe? = nil,
        errors: FileHandle? = nil, program: String = Program.path
    ) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        if let input { process.standardInput = input }
        if let errors { process.standardError = errors }
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        let (lines, told) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        let handle = output.fileHandleForReading
        try process.run()
        Thread.detachNewThread {
            var rest = Data()
            while case let data = handle.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: 10) {
                    told.yield(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
                    rest = rest[(end + 1)...]
                }
            }
            told.finish()
        }
    }

    deinit { stop(SIGKILL) }

    /// Waits for a line; nil if the process ends without it.
    func line(where matches: @Sendable (String) -> Bool) async -> String? {
        for await line in lines where matches(line) { return line }
        return nil
    }

    var processID: Int32 { process.processIdentifier }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until it ends by itself; its exit code, or nil if it has not ended within `seconds`.
    func end(within seconds: Double) -> Int32? {
        guard process.isRunning else { return process.terminationStatus }
        guard ended.wait(timeout: .now() + seconds) == .success else { return nil }
        return process.terminationStatus
    }

    /// Ends it and waits for it; its exit code, or -1 if it had to be killed.
    @discardableResult
    func stop(_ number: Int32 = SIGTERM) -> Int32 {
        guard process.isRunning else { return process.terminationStatus }
        kill(process.processIdentifier, number)
        if ended.wait(timeout: .now() + 15) == .success { return process.terminationStatus }
        kill(process.processIdentifier, SIGKILL)
        return -1
    }
}
