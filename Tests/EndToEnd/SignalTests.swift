import Foundation
import Testing
import TestSupport

/// The effect of the signals in README's table on a command, a start and a running manager.
@Suite("Signals", .serialized, .timeLimit(.minutes(20)))
struct SignalTests {
    /// Far more than it takes, for a machine under load.
    private static let seconds = 60.0

    /// A command whose complaints are kept in a file.
    private func command(
        _ words: [String], input: Pipe? = nil, _ stage: Stage
    ) throws -> (TestProcess, errors: () throws -> String) {
        let path = stage.home + "/complaints"
        try Data().write(to: URL(fileURLWithPath: path))
        let running = try TestProcess(
            words + ["--home", stage.home], environment: ["E2E_KEY": stage.key], input: input,
            errors: try FileHandle(forWritingTo: URL(fileURLWithPath: path)))
        return (running, { try String(contentsOfFile: path, encoding: .utf8) })
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT], [true, false])
    func `who ends a paid command is told that it may still go through`(
        signal: Int32, isSingle: Bool
    ) async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        try await stage.control(
            "faults",
            ["provider": "smspool", "endpoint": "purchase/sms", "kind": "slow", "count": 1])
        let words = ["order", "WhatsApp", "GB", "--yes"]
        let input = Pipe()
        let (order, errors) = try command(isSingle ? words : [], input: input, stage)
        if !isSingle {
            let line = words.joined(separator: " ") + "\n"
            try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
        }
        // The answer comes after three seconds.
        try await eventually("it was bought", every: .milliseconds(20)) {
            try await stage.charges() == 1
        }
        order.send(signal)
        #expect(await order.end(within: Self.seconds) == 4)
        #expect(try errors().contains("The request may still go through"))
        #expect(await manager.stopped() == 0)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func `a command that only waits ends without a word`(signal: Int32) async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let (code, errors) = try command(["code", "--wait", "5m"], stage)
        // On a slow machine it is only starting for a while.
        _ = await holds(within: .seconds(30)) { Self.minds([signal], code) }
        #expect(await code.end(within: 2) == nil)
        code.send(signal)
        #expect(await code.end(within: Self.seconds) == 128 + signal)
        #expect(try errors() == "")
        #expect(await manager.stopped() == 0)
    }

    @Test func `a manager does not mind signals that have no meaning for it`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        let meaningless =
            [
                SIGHUP, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR,
                SIGSTKFLT, SIGSYS, SIGXCPU, SIGXFSZ,
            ] + Array(34...64)
        for signal in meaningless { manager.send(signal) }
        #expect(await manager.end(within: 1) == nil)
        #expect(try await stage.run("lines").code == 0)
        #expect(await manager.stopped() == 0)
    }

    /// Whether a process would not be ended by these signals without a word.
    private static func minds(_ signals: [Int32], _ process: TestProcess) -> Bool {
        let path = "/proc/\(process.processID)/status"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return false }
        let minded = mask("SigCgt", in: text) | mask("SigIgn", in: text)
        return signals.allSatisfy { minded >> UInt64($0 - 1) & 1 == 1 }
    }

    private static func mask(_ name: String, in status: String) -> UInt64 {
        status.split(separator: "\n").first { $0.hasPrefix(name) }
            .flatMap { $0.split(separator: "\t").last }.flatMap { UInt64($0, radix: 16) } ?? 0
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGQUIT])
    func `a manager that is told to end while it reads its configuration ends in order`(
        signal: Int32
    ) async throws {
        let stage = try await Stage()
        // The script is stopped after a while, and the manager never gets to serve.
        try stage.configure("while true do end")
        let meaningless = [SIGHUP, SIGPIPE, SIGUSR1]
        var code: Int32?
        var complaint = ""
        // Who is too late for the script, as a busy machine may make one, tries once more.
        for _ in 0..<5 where code == nil || code == 1 {
            let (manager, errors) = try command(["serve"], stage)
            // Signals are taken up one after the other.
            while !Self.minds([signal] + meaningless, manager),
                await manager.end(within: 0.002) == nil
            {}
            for other in meaningless { manager.send(other) }
            manager.send(signal)
            code = await manager.end(within: Self.seconds)
            complaint = try errors()
        }
        #expect(code == 0)
        #expect(complaint == "")
    }
}
