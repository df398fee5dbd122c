import Glibc
import Lines
import Synchronization
import Transport

@testable import Scripting

/// The setting of script tests: the built program as a worker, and a message.
enum Stage {
    /// The program next to the test bundle, which can run as a worker.
    static let program: String = {
        guard let resolved = realpath("/proc/self/exe", nil) else { return "linekeeper" }
        defer { free(resolved) }
        let path = String(cString: resolved)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast().joined(separator: "/") + "/linekeeper"
    }()

    static let noon = Instant(milliseconds: 1_769_947_200_000)

    /// Limits that keep the hostile suite short.
    static var strict: ScriptLimits {
        var limits = ScriptLimits()
        limits.soft = .milliseconds(200)
        limits.hard = .milliseconds(700)
        return limits
    }

    static func worker(_ limits: ScriptLimits = ScriptLimits()) -> ScriptWorker {
        ScriptWorker(executable: program, limits: limits)
    }

    static let nobody: ScriptAnswering = { _ in .failure(ScriptQueryError("nobody asked")) }

    static func message(_ text: String, sender: String = "MYBANK", id: Int64 = 1) -> HandlerCall {
        HandlerCall(
            .onMessage,
            [
                [
                    "id": .integer(id), "sender": .string(sender), "text": .string(text),
                    "stored_at": 1_769_947_200, "first": false, "tags": [],
                    "line": ["id": 7, "label": "work", "kind": "rental"],
                ]
            ])
    }

    /// A world whose time stands still at noon.
    static let world = World(
        now: { noon }, uptime: { .zero }, sleep: { _ in }, random: { _ in 0 }, identifier: { "0" })

    /// Runs a handler of a script that is loaded only for this.
    static func run(
        _ source: String, _ call: HandlerCall = message("hello"),
        environment: ScriptEnvironment = ScriptEnvironment(),
        answering: @escaping ScriptAnswering = nobody
    ) async throws -> RunReport {
        let worker = worker()
        await worker.setEnvironment(environment)
        _ = try await worker.load("10-test.lua", source: source, now: noon).get()
        return await worker.run("10-test.lua", call, now: noon, answering: answering)
    }

    /// The error of one line in `on_message`, which is line 2.
    static func complaint(
        _ line: String, environment: ScriptEnvironment = ScriptEnvironment()
    ) async throws -> String? {
        let source = "function on_message(message)\n\(line)\nend\nfunction on_timer() end"
        return try await run(source, environment: environment).failure?.message
    }
}

/// A temporary folder for a test.
final class ScratchFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/linekeeper-scripts-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, let made = mkdtemp(base) else {
                preconditionFailure("no folder could be made")
            }
            return String(cString: made)
        }
    }

    deinit {
        for name in names() { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    /// Written beside and moved into place, as editors do, so that each version is a new file.
    func write(_ name: String, _ text: String) {
        let file = open("\(path)/.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        let bytes = Array(text.utf8)
        precondition(Glibc.write(file, bytes, bytes.count) == bytes.count)
        close(file)
        rename("\(path)/.new", "\(path)/\(name)")
    }

    func remove(_ name: String) {
        unlink("\(path)/\(name)")
    }

    private func names() -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }
}

/// Lets a few tests through at a time.
final class Gate: Sendable {
    static let shared = Gate(room: 6)

    private struct State {
        var room: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(room: Int) {
        state = Mutex(State(room: room))
    }

    func enter() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                guard state.room == 0 else {
                    state.room -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isOpen { continuation.resume() }
        }
    }

    func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.room += 1
            return nil
        }
        next?.resume()
    }
}

extension Stage {
    /// Something that happens once.
    final class Flag: Sendable {
        private let isUp = Mutex(false)

        /// True the first time.
        func raise() -> Bool {
            isUp.withLock { isUp in
                defer { isUp = true }
                return !isUp
            }
        }
    }
}
