package import Foundation
import Synchronization

/// A program that was started and goes on running, and the lines it prints. It is gone when this value
/// is.
///
/// Its end is asked of the kernel: what Foundation has for it waits for the end of a connection that
/// programs started at the same moment may hold as well.
package final class TestProcess: Sendable {
    package let processID: Int32
    /// What it prints, where that goes nowhere else.
    package let lines: AsyncStream<String>
    /// Where its output is kept, without `.out` and `.err`; nil where it is not.
    let log: String?
    /// As `waitpid` tells it; nil while it runs.
    private let ending = Mutex<Int32?>(nil)

    init(
        _ command: [String], environment: [String: String], streams: ProcessStreams,
        log: String? = nil
    ) throws {
        let (lines, told) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        self.log = log
        processID = try streams.spawn(
            command, ProcessInfo.processInfo.environment.merging(environment) { $1 })
        guard let output = streams.told else {
            told.finish()
            return
        }
        // Reading blocks, which must not happen on the threads that tasks share.
        Thread.detachNewThread {
            var rest = Data()
            while case let data = output.availableData, !data.isEmpty {
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

    /// - Parameters:
    ///   - input: what it reads; nothing, when nil.
    ///   - output: where what it prints goes; into `lines`, when nil.
    ///   - errors: where what it complains of goes; where ours does, when nil.
    ///   - program: what is started.
    package convenience init(
        _ arguments: [String], environment: [String: String] = [:], input: Pipe? = nil,
        output: FileHandle? = nil, errors: FileHandle? = nil,
        program: String = BuiltProgram.path
    ) throws {
        try self.init(
            [program] + arguments, environment: environment,
            streams: ProcessStreams(input: input, output: output, errors: errors))
    }

    /// Starts a program that reads from a terminal and writes to it.
    package convenience init(
        _ arguments: [String], environment: [String: String] = [:], program: String,
        on terminal: FileHandle
    ) throws {
        try self.init(
            [program] + arguments, environment: environment,
            streams: ProcessStreams(terminal: terminal))
    }

    deinit {
        guard isRunning else { return }
        kill(processID, SIGKILL)
        var status: Int32 = 0
        waitpid(processID, &status, 0)
    }

    /// Waits for a line; nil when the process ended without it.
    package func line(where matches: @Sendable (String) -> Bool) async -> String? {
        for await line in lines where matches(line) { return line }
        return nil
    }

    package var isRunning: Bool { ended == nil }

    private var ended: Int32? {
        ending.withLock { ending in
            var found: Int32 = 0
            if ending == nil, waitpid(processID, &found, WNOHANG) == processID { ending = found }
            return ending
        }
    }

    /// The exit code; nil while it runs and when a signal ended it.
    package var code: Int32? {
        guard let ended, ended & 0x7f == 0 else { return nil }
        return ended >> 8 & 0xff
    }

    /// The exit code, or the number of the signal that ended it; nil while it runs.
    package var status: Int32? { code ?? ended.map { $0 & 0x7f } }

    package func send(_ signal: Int32) {
        // Held, so that the number cannot be another's by then.
        ending.withLock { _ = $0 == nil ? kill(processID, signal) : 0 }
    }

    /// Waits until it has ended by itself; its status, or nil when it has not within `seconds`.
    /// Other tests go on meanwhile.
    package func end(within seconds: Double) async -> Int32? {
        _ = await ends(within: .seconds(seconds))
        return status
    }

    /// Whether it has ended by itself within that time.
    package func ends(within limit: Duration) async -> Bool {
        await holds(within: limit) { !self.isRunning }
    }

    /// How long it may take to end. A manager takes 70 seconds at most, whatever it waits for.
    private static let patience = 90.0

    /// Tells it to end and waits until it is gone; its status, or -1 when it had to be killed.
    /// Other tests go on meanwhile.
    package func stopped() async -> Int32 {
        send(SIGTERM)
        if let status = await end(within: Self.patience) { return status }
        send(SIGKILL)
        return -1
    }

    /// The same where nothing can be awaited.
    @discardableResult
    package func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        send(signal)
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while isRunning, ContinuousClock.now < deadline { usleep(2000) }
        if let status { return status }
        send(SIGKILL)
        return -1
    }
}
