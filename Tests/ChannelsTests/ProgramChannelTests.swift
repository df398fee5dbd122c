import Foundation
import Testing
import TestSupport
import Transport

@testable import Channels

@Suite struct ProgramChannelTests {
    @Test func `a program reads the message on its standard input and its answer is kept`()
        async throws
    {
        try await withFolder { directory in
            let channel = shell("cat > got.json; echo thanks; echo and more >&2", in: directory)
            let delivery = Sample.delivery(content: ForwardContent(text: Sample.hostile))
            let receipt = try await channel.deliver(delivery)
            #expect(receipt.text == "thanks and more")
            let got = try Data(contentsOf: URL(filePath: "\(directory)/got.json"))
            let content = try jsonObject(got)["content"] as? [String: Any]
            #expect(content?["text"] as? String == Sample.hostile)
            #expect(got.last == UInt8(ascii: "\n"))
        }
    }

    @Test func `arguments are handed over as they are, without a shell`() async throws {
        let arguments = ["%s|", "$HOME", "a b", "*", "'\"", ";id", ""]
        let channel = make(
            ProgramSettings(command: ["printf"] + arguments, timeout: .seconds(60)), in: "/")
        let receipt = try await channel.deliver(Sample.delivery())
        #expect(receipt.text == "$HOME|a b|*|'\"|;id||")
    }

    @Test func `the environment is small, and the descriptors are three`() async throws {
        let channel = shell(
            "env | cut -d= -f1 | sort | tr '\\n' ' '; ls /proc/self/fd | tr '\\n' ' '")
        // A descriptor that every child inherits unless it is explicitly closed.
        let leaked = fcntl(0, F_DUPFD, 50)
        defer { close(leaked) }
        setenv("LINEKEEPER_TEST_KEY", "0123456789abcdef", 1)
        let words = try await channel.deliver(Sample.delivery()).text.split(separator: " ")
        let names = words.filter { $0.contains { $0.isLetter } }
        #expect(names.contains("LINEKEEPER_ID"))
        #expect(names.contains("PATH"))
        #expect(!names.contains("LINEKEEPER_TEST_KEY"))
        // The fourth is the directory that `ls` reads.
        #expect(words.filter { $0.allSatisfy(\.isNumber) } == ["0", "1", "2", "3"])
    }

    @Test func `variables of the configuration are added, and the id is the delivery's`()
        async throws
    {
        let channel = make(
            ProgramSettings(
                command: ["/bin/sh", "-c", "echo $LINEKEEPER_ID $EXTRA"], timeout: .seconds(60),
                environment: ["EXTRA": "more", "LINEKEEPER_ID": "forged"]), in: "/")
        let receipt = try await channel.deliver(Sample.delivery())
        #expect(receipt.text == "0123456789abcdef0123456789abcdef more")
    }

    @Test func `a secret variable reaches the program, and its answer is kept without it`()
        async throws
    {
        let settings = ProgramSettings(
            command: ["/bin/sh", "-c", "[ -n \"$KEY\" ] && echo $MODE key is $KEY; exit $CODE"],
            timeout: .seconds(60), environment: ["MODE": "plain", "CODE": "0"],
            keys: ["KEY": Secret("topsecret")])
        let receipt = try await make(settings, in: "/").deliver(Sample.delivery())
        #expect(receipt.text == "plain key is •••")
        #expect(!"\(settings)".contains("topsecret"))
        var failing = settings
        failing.environment["CODE"] = "1"
        let error = try #require(await failure(make(failing, in: "/")))
        #expect("\(error)".contains("plain key is •••"))
    }

    @Test(arguments: [
        ("exit 75", "asked for another try (exit code 75)"), ("exit 3", "exit code 3"),
        ("echo sorry; exit 1", "exit code 1: sorry"), ("kill -9 $$", "signal 9"),
        ("kill -PIPE $$", "signal 13"),
    ])
    func `a program that ends otherwise is tried again and says how it ended`(
        script: String, words: String
    ) async throws {
        let error = try #require(await failure(shell(script)))
        #expect(error.remedy == .retry(after: nil))
        #expect("\(error)".contains(words))
    }

    @Test func `a program need not read what it gets, nor stop writing`() async throws {
        let text = String(repeating: "x", count: 1 << 20)
        let delivery = Sample.delivery(content: ForwardContent(text: text))
        let receipt = try await shell("exec <&-; echo done").deliver(delivery)
        #expect(receipt.text == "done")
        let loud = try await shell("head -c 3000000 /dev/zero | tr '\\0' 'y'; cat | wc -c >&2")
            .deliver(delivery)
        #expect(loud.text.hasPrefix("yyyy"))
        #expect(loud.text.utf8.count < 300)
    }

    @Test func `who leaves a child behind that keeps the pipes is not waited for`() async throws {
        try await withFolder { directory in
            let channel = shell("sleep 30000 & echo $! > child; echo started", in: directory)
            let receipt = try await channel.deliver(Sample.delivery())
            #expect(receipt.text == "started")
            let child = try pid("\(directory)/child")
            #expect(kill(child, SIGKILL) == 0)
        }
    }

    @Test(.timeLimit(.minutes(20)), arguments: ["trap '' TERM", "trap 'exit 0' TERM", ":"])
    func `time that runs out ends the program and all it started, asked or not`(
        leader: String
    ) async throws {
        try await withFolder { directory in
            let script = """
                \(leader)
                (trap '' TERM; sh -c 'echo $PPID > parent; echo $$ > child; exec sleep 30000') &
                sleep 30000 & echo $! > other
                echo waiting
                while :; do sleep 30000; done
                """
            // A slow machine needs a while to start them all.
            let channel = shell(script, in: directory, timeout: .seconds(5))
            guard case .programTooSlow(_, .seconds(5), let output) = await failure(channel)
            else {
                Issue.record("it was not stopped for its slowness")
                return
            }
            #expect(output.hasPrefix("waiting"))
            // A killed process takes a moment to disappear.
            for name in ["parent", "child", "other"] {
                let process = try pid("\(directory)/\(name)")
                while !isGone(process) {
                    try Task.checkCancellation()
                    await Task.yield()
                }
            }
        }
    }

    @Test func `a program that goes when it is asked to can say its last words`() async throws {
        let script = "trap 'echo bye; exit 0' TERM; echo hello; while :; do :; done"
        let error = await failure(shell(script, timeout: .seconds(4)))
        #expect(
            error
                == .programTooSlow(channel: "desk", limit: .seconds(4), output: "hello bye"))
    }

    @Test func `cancelling stops the program, started or not`() async throws {
        try await withFolder { directory in
            mkfifo("\(directory)/ready", 0o600)
            let channel = shell(
                "echo $$ > pid; echo > ready; exec sleep 300", in: directory,
                timeout: .seconds(600))
            let delivering = Task { await failure(channel) }
            // Opening a pipe to read waits for the program to open it to write.
            let ready = await Task.detached { open("\(directory)/ready", O_RDONLY) }.value
            defer { close(ready) }
            delivering.cancel()
            #expect(await delivering.value == .interrupted(channel: "desk"))
            let program = try pid("\(directory)/pid")
            #expect(isGone(program))

            let late = Task { () async -> DeliveryError? in
                withUnsafeCurrentTask { $0?.cancel() }
                return await failure(shell("touch started", in: directory))
            }
            #expect(await late.value == .interrupted(channel: "desk"))
            #expect(!FileManager.default.fileExists(atPath: "\(directory)/started"))
        }
    }

    @Test func `nothing is left of a program that has ended`() async throws {
        try await withFolder { directory in
            let before = try openPipes()
            for _ in 0..<50 {
                _ = try await shell("echo $$ > pid", in: directory).deliver(Sample.delivery())
                var status: Int32 = 0
                let pid = try pid("\(directory)/pid")
                #expect(waitpid(pid, &status, WNOHANG) == -1 && errno == ECHILD)
            }
            // Other tests open some too, but not one for each of the fifty runs.
            #expect(try openPipes() < before + 50)
        }
    }

    @Test(arguments: [
        (["no-such-program-here"], "not found"), (["./missing"], "not found"),
        (["/etc/passwd"], "executable"), (["/tmp"], "executable"), ([], "empty"),
        ([""], "empty"), (["a\0b"], "character"),
    ])
    func `a program that cannot be started is a mistake in the configuration`(
        command: [String], words: String
    ) async throws {
        let error = try #require(
            await failure(make(ProgramSettings(command: command), in: "/tmp")))
        #expect(error.remedy == .giveUp)
        #expect("\(error)".contains(words))
    }

    private func shell(
        _ script: String, in directory: String = "/tmp", timeout: Duration = .seconds(60)
    ) -> any Channel {
        make(
            ProgramSettings(command: ["/bin/sh", "-c", script], timeout: timeout),
            in: directory)
    }

    private func pid(_ path: String) throws -> pid_t {
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// Whether a process has ended. A zombie counts as ended.
    private func isGone(_ pid: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else {
            return true
        }
        return status.split(separator: ")").last?.split(separator: " ").first == "Z"
    }

    /// Only pipes: sockets belong to tests that run in parallel.
    private func openPipes() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/fd/\(name)")
            return target?.hasPrefix("pipe:") ?? false
        }
    }
}
