import Foundation
import Glibc
import Synchronization

/// A child process with its output in files, which can be sent any signal. It is killed when this
/// value is released.
final class Child: Sendable {
    let id: pid_t
    let output: String
    let errors: String
    /// The status from `waitpid`; nil while it runs.
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - log: the path of its output, to which `.out` and `.err` are added. The files are
    ///     appended to, so that one log covers several runs of a program.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        log: String
    ) throws {
        output = log + ".out"
        errors = log + ".err"
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        id = try Self.spawn(
            [executable] + arguments, variables.map { "\($0)=\($1)" }, output: output,
            errors: errors)
    }

    deinit {
        guard isRunning else { return }
        kill(id, SIGKILL)
        var status: Int32 = 0
        waitpid(id, &status, 0)
    }

    private static func spawn(
        _ words: [String], _ variables: [String], output: String, errors: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let appending = O_WRONLY | O_APPEND | O_CREAT
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, appending, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, appending, 0o600)
        let arguments = words.map { strdup($0) } + [nil]
        let environment = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var id: pid_t = 0
        let failed = posix_spawn(&id, words[0], &actions, nil, arguments, environment)
        guard failed == 0 else {
            throw Trouble("\(words[0]) cannot be started: \(String(cString: strerror(failed)))")
        }
        return id
    }

    var isRunning: Bool { ending == nil }

    /// The exit code; nil while it runs and if a signal ended it.
    var code: Int32? {
        guard let ending, ending & 0x7f == 0 else { return nil }
        return ending >> 8 & 0xff
    }

    private var ending: Int32? {
        status.withLock { status in
            var found: Int32 = 0
            if status == nil, waitpid(id, &found, WNOHANG) == id { status = found }
            return status
        }
    }

    var text: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }
    var complaint: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) {
        // The lock prevents the process id from being reused meanwhile.
        status.withLock { if $0 == nil { kill(id, number) } }
    }

    /// False if it is still running after that time.
    func ends(within limit: Duration) async -> Bool {
        await holds(within: limit) { !self.isRunning }
    }
}

/// An obstacle to a run: a fault of the machine or the test rather than a finding.
struct Trouble: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// Polls until the condition holds; false if it does not within the time.
func holds(within limit: Duration, _ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
        if try await condition() { return true }
        guard ContinuousClock.now < deadline, !Task.isCancelled else { return false }
        try? await Task.sleep(for: .milliseconds(10))
    }
}
