import Foundation
import Testing
import TestSupport

/// The effect of the signals in README's table on a command, a start and a running manager.
@Suite("Signals", .serialized, .timeLimit(.minutes(20)))
struct SignalTests {
    private static let seconds = 8.0

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
        try await eventually("it was bought") { try await stage.charges() == 1 }
        order.send(signal)
        #expect(order.end(within: Self.seconds) == 4)
        #expect(try errors().contains("The request may still go through"))
        #expect(manager.stop() == 0)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func `a command that only waits ends without a word`(signal: Int32) async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        let (code, errors) = try command(["code", "--wait", "5m"], stage)
        #expect(code.end(within: 2) == nil)
        code.send(signal)
        #expect(code.end(within: Self.seconds) == 128 + signal)
        #expect(try errors() == "")
        #expect(manager.stop() == 0)
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
        #expect(manager.end(within: 1) == nil)
        #expect(try await stage.run("lines").code == 0)
        #expect(manager.stop() == 0)
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
        let (manager, errors) = try command(["serve"], stage)
        let status = "/proc/\(manager.processID)/status"
        let meaningless = [SIGHUP, SIGPIPE, SIGUSR1]
        var isMinded = false
        while !isMinded, let text = try? String(contentsOfFile: status, encoding: .utf8) {
            // Signals are taken up one after the other.
            let minded = Self.mask("SigCgt", in: text) | Self.mask("SigIgn", in: text)
            isMinded = ([signal] + meaningless).allSatisfy { minded >> UInt64($0 - 1) & 1 == 1 }
            if manager.end(within: 0.002) != nil { break }
        }
        #expect(isMinded)
        for other in meaningless { manager.send(other) }
        manager.send(signal)
        #expect(manager.end(within: Self.seconds) == 0)
        #expect(try errors() == "")
    }
}
