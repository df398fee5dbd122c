@preconcurrency import Dispatch
import Foundation
import Lines
import Transport

/// Measures the built program on this machine beside its alternatives, and prints a table.
///
///     Bench BINARY TOOLS SCRIPTS DISK [MEMORY]
///     Bench --burst BINARY TOOLS SCRIPTS DISK [OTHER]
///     Bench --waiting BINARY FOLDER SECONDS [SIZE|PROVIDER ...]
///
/// `TOOLS` holds the compiled C programs and `hook.lua`; `DISK`, `MEMORY` and `FOLDER` are working
/// folders; `OTHER` is another build to compare with this one; `SECONDS` is the limit for waiting
/// in the machine's own time, and each `SIZE` a number of lines, each `PROVIDER` the beginning of a
/// name, to measure instead of all. Everything compared runs in turns within the time of this
/// process, because machines are noisy. Measurements in virtual time have a process of their own,
/// in which sets and dictionaries have a fixed order.
@main
struct Bench {
    /// Longer than a run takes, so that a hang ends with an error.
    private static let longest = Duration.seconds(200)

    private static let usage = """
        Bench BINARY TOOLS SCRIPTS DISK [MEMORY]
        Bench --burst BINARY TOOLS SCRIPTS DISK [OTHER]
        Bench --waiting BINARY FOLDER SECONDS [SIZE|PROVIDER ...]

        """

    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            switch words.first {
            case "--waiting" where words.count >= 4:
                let setup = WaitingSetup(
                    binary: words[1], folder: words[2], longest: .seconds(Int(words[3]) ?? 150))
                try await bounded(setup.longest + .seconds(20)) {
                    let choice = words.dropFirst(4)
                    let run = WaitingRun(
                        setup: setup, sizes: Set(choice.compactMap { Int($0) }),
                        names: choice.filter { Int($0) == nil })
                    for table in try await run.measure() { table.show() }
                }
            case "--burst" where words.count >= 5:
                let run = BurstRun(
                    paths: BenchPaths(words[1...]), other: words.dropFirst(5).first,
                    world: .live())
                try await bounded(longest) { try await run.measure().show() }
            case .some where words.count >= 4:
                var paths = BenchPaths(words[0...])
                paths.memory = words.dropFirst(4).first
                try await bounded(longest) { [paths] in try await measure(paths) }
            default:
                FileHandle.standardError.write(Data(usage.utf8))
                exit(2)
            }
        } catch {
            FileHandle.standardError.write(Data("The measurement ended: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func measure(_ paths: BenchPaths) async throws {
        let world = World.live()
        print("Linekeeper beside what it is compared to; medians, in turns, on this machine.\n")
        CodeReading().measure().show()
        for table in try await Throughput(paths: paths, world: world).measure() { table.show() }
        try await WorkerCost(paths: paths, world: world).measure().show()
        for table in try await LatencyRun(paths: paths, world: world).measure() { table.show() }
    }

    private static func bounded(
        _ longest: Duration, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(for: longest)
                throw BenchFailure("it took longer than \(longest.wholeSeconds) s.")
            }
            group.addTask {
                for await _ in interruptions() { throw BenchFailure("it was interrupted.") }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Caught, so that the programs started here are ended in any case.
    private static func interruptions() -> AsyncStream<Void> {
        AsyncStream { continuation in
            let sources = [SIGINT, SIGTERM].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { continuation.yield() }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in sources.forEach { $0.cancel() } }
        }
    }
}

/// The resources and folders of a measurement.
struct BenchPaths: Sendable {
    var binary: String
    /// Compiled C programs and `hook.lua`.
    var tools: String
    /// The shipped scripts.
    var scripts: String
    /// A folder on a real disk.
    var disk: String
    /// A folder in memory, without delays by a disk.
    var memory: String?

    /// - Parameter words: the four arguments.
    init(_ words: ArraySlice<String>) {
        let words = Array(words)
        (binary, tools, scripts, disk) = (words[0], words[1], words[2], words[3])
    }
}

/// Why there is no result.
struct BenchFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
