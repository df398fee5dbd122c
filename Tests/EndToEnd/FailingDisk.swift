import Foundation
import Testing
import TestSupport

/// A disk that fails on request: the crash shim, preloaded into the manager.
///
/// Only files with `part` in their path fail, and only in this process.
final class FailingDisk: Sendable {
    enum Trouble: String {
        case none = ""
        case full = "enospc=1\n"
        case readOnly = "erofs=1\n"
    }

    /// For the environment of the process.
    let environment: [String: String]
    private let control: String

    init(failingAt part: String = "linekeeper.db", from trouble: Trouble = .none) throws {
        control = NSTemporaryDirectory() + "lk-disk-\(UUID().uuidString.prefix(8))"
        environment = [
            "LD_PRELOAD": try #require(BuiltProgram.crashShim), "CRASH_CONTROL": control,
            "CRASH_PATH": part,
        ]
        try have(trouble)
    }

    deinit { try? FileManager.default.removeItem(atPath: control) }

    func have(_ trouble: Trouble) throws {
        try trouble.rawValue.write(toFile: control, atomically: true, encoding: .utf8)
    }
}

/// A manager on a failing disk, with its standard error.
struct WatchedManager: Sendable {
    let running: TestProcess
    private let log: String

    init(_ stage: Stage, on disk: FailingDisk? = nil) throws {
        log = stage.home + "/errors-\(UUID().uuidString.prefix(8)).log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        running = try TestProcess(
            ["serve", "--home", stage.home],
            environment: ["E2E_KEY": stage.key].merging(disk?.environment ?? [:]) { $1 },
            errors: try FileHandle(forWritingTo: URL(fileURLWithPath: log)))
    }

    /// The errors it has reported so far.
    var errors: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Waits until it answers.
    func start() async throws {
        let line = await running.line { $0.hasPrefix("Serving on") }
        try #require(line != nil, "the manager did not start: \(errors)")
    }

    /// Seconds of processor time it has used.
    var processorTime: Double {
        let text = try? String(contentsOfFile: "/proc/\(running.processID)/stat", encoding: .utf8)
        let fields = text?.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
